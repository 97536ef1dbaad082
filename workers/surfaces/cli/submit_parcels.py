"""`ridealong submit parcels`: hand a file of parcels to a data directory."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from workers.errors import InputError
from workers.log.newest_facts import AreaFacts, newest_facts, published_areas
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.sources.csv_rows import csv_rows
from workers.sources.findings import Finding, Findings
from workers.sources.freight.place import distance_m
from workers.sources.parcel_columns import COLUMNS
from workers.sources.parcels_csv import ParcelReader, parcel_events
from workers.sources.publication.stamp import Stamp, random_id
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.cli.running import append_to_log

_STOP_COLUMNS = ("origin_stop_id", "destination_stop_id")


def submit_parcels(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A parcels.csv; stops by the ids of their places.")],
    *,
    area: Annotated[str | None, typer.Option(help="Which area they are for. Default: the only one there is.")] = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Submit the parcels of a file: all of them, or none if a row is wrong."""
    findings = Findings()
    (named, parcels), nobody = append_to_log(data_dir, lambda log: _submit(log, file, area, findings))
    warnings = findings.all()
    told = {"area": named, "parcels": parcels, "warnings": [asdict(w) for w in warnings], "nobody_decides": nobody}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else _text(named, parcels, warnings, nobody))


async def _submit(log: EventLog, file: Path, area: str | None, findings: Findings) -> tuple[str, list[str]]:
    """Read, check and append; the area and the parcels' ids."""
    name = area if area is not None else await _only_area(log)
    wanted = {
        row.cells[column] for row in csv_rows(file, COLUMNS, []) for column in _STOP_COLUMNS if column in row.cells
    }
    facts = await newest_facts(log, name, wanted)
    if facts.area is None:
        raise InputError(f"the area {name!r} is not published here; `ridealong publish gtfs` does it.", field="--area")
    for stop_id in sorted(wanted - facts.stops.keys()):
        findings.add(str(file), None, "UNKNOWN_STOP", f"the stop {stop_id!r} is not published")
    parcels = ParcelReader(facts.area, str, _distances(facts)).read(file, findings)
    now = datetime.now(UTC).replace(microsecond=0).astimezone(ZoneInfo(facts.area.time_zone))
    await publish(log, parcel_events(parcels, Stamp(name, now, random_id)))
    return name, [parcel.parcel_id for parcel in parcels]


async def _only_area(log: EventLog) -> str:
    areas = await published_areas(log)
    if len(areas) == 1:
        return areas[0]
    if not areas:
        raise InputError("no area is published here yet; `ridealong publish gtfs` does it.")
    raise InputError(f"several areas are published here: {', '.join(areas)}. Name one.", field="--area")


def _distances(facts: AreaFacts) -> Callable[[str, str], float | None]:
    """Straight lines between published stops; None when one is unknown, or where it lies."""

    def between(stop_id: str, other_id: str) -> float | None:
        stop, other = facts.stops.get(stop_id), facts.stops.get(other_id)
        return None if stop is None or other is None else distance_m(stop, other)

    return between


def _text(area: str, parcels: list[str], warnings: list[Finding], nobody: str | None) -> str:
    count = f"{len(parcels):,} parcel{'s' if len(parcels) != 1 else ''}"
    lines = [f"Submitted {count} to {area}."]
    lines += [f"  {warning.file}: {warning.sentence} ({warning.count}x)" for warning in warnings]
    if nobody is not None:
        lines.append(nobody)
    if parcels:
        lines.append(f"Follow them with ridealong watch, or one of them with ridealong parcel {parcels[0]}")
    return "\n".join(lines)
