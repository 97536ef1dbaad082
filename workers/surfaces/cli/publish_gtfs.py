"""`ridealong publish gtfs`: publish service dates of a feed to a data directory."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from contracts.event import Event
from contracts.timetable import TimetablePublished
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.sources.day import load_area
from workers.sources.findings import Finding
from workers.sources.publication.dates import asked_dates, check_dates
from workers.sources.publication.publish import publish_timetable
from workers.sources.publication.stamp import Stamp, random_id
from workers.surfaces.cli.options import (
    DataDirOption,
    DateOption,
    EncodingOption,
    FreightOption,
    JsonOption,
    as_date,
)
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import append_to_log, require_system

HORIZON_DAYS = 7
_CHUNK = 1000
_SHOWN = 10


def publish_gtfs(
    feed: Annotated[
        list[str], typer.Argument(metavar="FEED...", help="A GTFS zip or folder; of several, each as ID=FEED.")
    ],
    *,
    freight: FreightOption,
    date: DateOption,
    days: Annotated[int, typer.Option(min=1, help="How many service dates, from --date on.")] = HORIZON_DAYS,
    data_dir: DataDirOption = None,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish service dates of a feed: they replace what was published for these dates before, date by date."""
    require_system(data_dir)  # before the feed is read
    with waiting() as tell:
        area, findings = load_area(feed, freight, encoding=encoding, on_progress=tell)
        dates = asked_dates(as_date(date), days)
        check_dates(area.feeds, dates, findings)
        now = datetime.now(UTC).replace(microsecond=0).astimezone(ZoneInfo(area.settings.time_zone))
        stamp = Stamp(area.settings.area, now, random_id)
        events = publish_timetable(area, dates, stamp=stamp, findings=findings)
        tell("publishing the timetable")
        (count, published), nobody = append_to_log(data_dir, lambda log: _append(log, events))
    done = Published(
        area=area.settings.area,
        dates=sorted({marker.service_date.isoformat() for marker in published}),
        trips=sum(marker.trips for marker in published),
        events=count,
        warnings=findings.all(),
        nobody_decides=nobody,
    )
    typer.echo(json.dumps(asdict(done), ensure_ascii=False) if as_json else _text(done))


@dataclass(frozen=True, slots=True)
class Published:
    """What was published."""

    area: str
    dates: list[str]
    trips: int
    events: int
    warnings: list[Finding]
    nobody_decides: str | None


async def _append(log: EventLog, events: Iterable[Event]) -> tuple[int, list[TimetablePublished]]:
    """Append bit by bit: a date shows only once its last event is there. How many, and which dates."""
    count = 0
    published: list[TimetablePublished] = []
    for chunk in _chunks(iter(events)):
        await publish(log, chunk)
        count += len(chunk)
        published += [event.data for event in chunk if isinstance(event.data, TimetablePublished)]
    return count, published


def _chunks(events: Iterator[Event]) -> Iterator[list[Event]]:
    while chunk := list(islice(events, _CHUNK)):
        yield chunk


def _text(done: Published) -> str:
    span = " to ".join(sorted({done.dates[0], done.dates[-1]})) if done.dates else "no date"
    lines = [f"Published {done.trips:,} trips for {done.area}, {span}: {done.events:,} events."]
    lines += [f"  {warning.file}: {warning.sentence} ({warning.count}x)" for warning in done.warnings[:_SHOWN]]
    if len(done.warnings) > _SHOWN:
        lines.append(f"  and {len(done.warnings) - _SHOWN} more kinds of warnings; --json lists all")
    if done.nobody_decides is not None:
        lines.append(done.nobody_decides)
    return "\n".join(lines)
