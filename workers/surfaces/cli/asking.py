"""What commands that ask the read model share: one that is up to date, and a word if no service runs."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import typer

from workers.compose import Asked, system_views
from workers.errors import InputError
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import system_meant
from workers.telemetry import configure_logging

T = TypeVar("T")

_PATIENCE_S = 0.3
"""A running projector needs less for what has just been committed."""


def ask(data_dir: Path | None, question: Callable[[Asked], Awaitable[T]]) -> T:
    """Put a question to the read model of a system. Raises InputError if there is no log."""
    configure_logging("error")
    system = system_meant(data_dir)

    async def run() -> T:
        with waiting() as tell:

            def on_lag(left: int) -> None:
                tell(f"reading the log, {left:,} events to go")

            views = system_views(system, _PATIENCE_S, on_lag)
            asked = await views.__aenter__()
        try:
            if not asked.service_runs:
                typer.echo(f"No service runs on {system.where}: this is what its log said last.", err=True)
            return await question(asked)
        finally:
            await views.__aexit__(None, None, None)

    return asyncio.run(run())


def now() -> int:
    """Seconds since 1970."""
    return int(datetime.now(UTC).timestamp())


def only(areas: Collection[str], area: str | None, what: str) -> str:
    """The one area of several that is meant. Raises InputError."""
    if area is not None and area in areas:
        return area
    if area is not None or not areas:
        where = "here" if area is None else f"in {area}"
        raise InputError(f"there is no {what} {where}.")
    if len(areas) > 1:
        raise InputError(f"there is {what} in several areas: {', '.join(areas)}. Name one.", field="--area")
    return next(iter(areas))
