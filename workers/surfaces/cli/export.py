"""`ridealong export`: the whole log of a data directory as the files of a plan."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from contracts.envelope import to_line
from workers.clock import SystemClock
from workers.errors import InputError
from workers.log.history import folded_inputs, outputs
from workers.log.port import EventLog
from workers.surfaces.cli.judged import EXPORT, LogRead, PartitionRead, partition_read
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import with_log
from workers.surfaces.report.files import EVENTS, MATCHES, make_folder


def export(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write the files.", file_okay=False)],
    area: Annotated[str | None, typer.Option(help="Only this area.")] = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every event that was decided on, and everything decided, up to the newest commit of each partition.

    `export.json` beside them says up to where that was, and when.
    """
    make_folder(out)
    try:
        with (
            waiting() as tell,
            (out / EVENTS).open("w", encoding="utf-8", newline="\n") as events,
            (out / MATCHES).open("w", encoding="utf-8", newline="\n") as matches,
        ):
            tell("reading the log")
            counts, read = with_log(data_dir, lambda log: _export(log, area, events, matches))
            (out / EXPORT).write_text(f"{read.model_dump_json(indent=1)}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.", field="--out") from error
    typer.echo(json.dumps({"out": str(out), **counts}) if as_json else _text(out, counts))


async def _export(log: EventLog, area: str | None, events: TextIO, matches: TextIO) -> tuple[dict[str, int], LogRead]:
    counts = {"events": 0, "outputs": 0, "waiting": 0}
    partitions: list[PartitionRead] = []
    for partition in range(log.partitions):
        at = await log.cut(partition)
        partitions.append(partition_read(at))
        counts["waiting"] += at.waiting
        async for event in folded_inputs(log, at):
            counts["events"] += _write(events, to_line(event)) if area in {None, event.area} else 0
        async for event in outputs(log, at):
            counts["outputs"] += _write(matches, to_line(event)) if area in {None, event.area} else 0
    read_at = datetime.fromtimestamp(SystemClock().now(), UTC)
    return counts, LogRead(read_at=read_at, partitions=tuple(partitions))


def _write(file: TextIO, line: str) -> int:
    file.write(f"{line}\n")
    return 1


def _text(out: Path, counts: dict[str, int]) -> str:
    said = f"Wrote {counts['events']:,} events to {out / EVENTS} and {counts['outputs']:,} to {out / MATCHES}."
    if counts["waiting"]:
        said += f"\n{counts['waiting']:,} events are not decided on yet and are left out."
    return said
