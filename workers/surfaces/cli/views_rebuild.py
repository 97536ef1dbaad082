"""`ridealong views rebuild`: make the read model anew from the log."""

import asyncio
import json
import time

import typer

from workers.compose import open_views, system_log
from workers.log.port import EventLog
from workers.settings import Settings
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import system_meant
from workers.telemetry import configure_logging
from workers.views.page import positions_of
from workers.views.port import ReadModel
from workers.views.projector import OnLag, Projector


def views_rebuild(*, data_dir: DataDirOption = None, as_json: JsonOption = False) -> None:
    """Forget the read model and make it anew from the log. The service may run meanwhile."""
    configure_logging("error")
    started = time.perf_counter()
    with waiting() as tell:
        tell("clearing the read model")
        records = asyncio.run(_rebuild(system_meant(data_dir), lambda left: tell(f"{left:,} events to go")))
    seconds = round(time.perf_counter() - started, 1)
    told = {"records": records, "seconds": seconds}
    typer.echo(json.dumps(told) if as_json else f"The read model knows all {records:,} events again ({seconds:.1f} s).")


async def _rebuild(system: Settings, on_lag: OnLag) -> int:
    async with system_log(system) as log:
        model = await open_views(system)
        try:
            return await rebuild(log, model, on_lag)
        finally:
            await model.close()


async def rebuild(log: EventLog, model: ReadModel, on_lag: OnLag | None = None) -> int:
    """Clear a read model and fill it; how many records it knows then."""
    await model.clear()
    await Projector(log, model).catch_up(on_lag)
    return sum(sum(topics.values()) for topics in positions_of(await model.marks()).values())
