"""Everything a user hands over for some service dates, as events: feeds, freight.yaml, parcels.csv."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished
from contracts.event import Event
from workers.errors import InputError
from workers.sources.findings import Finding, Findings
from workers.sources.freight.bind import FreightArea, bind
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import Feed, read_feed
from workers.sources.local_time import instant_of, read_instant
from workers.sources.parcels_csv import ParcelReader, parcel_events
from workers.sources.publication.dates import asked_dates, check_dates
from workers.sources.publication.publish import publish_timetable
from workers.sources.publication.stamp import NewId, Stamp

_LONGEST_FEED_ID = 40

Progress = Callable[[str], None]
"""Told in words what is being done."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The events, timetables first and parcels after, and what was noticed on the way."""

    area: AreaPublished
    now: datetime
    """When all of it was published, and is to be decided."""
    events: list[Event]
    findings: list[Finding]


def load_inputs(
    gtfs: Sequence[str],
    freight_path: Path,
    *,
    encoding: str | None,
    first_date: date,
    days: int,
    parcels_path: Path,
    now: str | None,
    new_id: NewId,
    on_progress: Progress | None = None,
) -> Inputs:
    """Read it all and publish it as at `now`: noon of the day before by default, local without offset.

    `gtfs` holds the values of `--gtfs`: one FEED, or several ID=FEED. Raises InputError for input that
    cannot be used, and when no trip runs on any of the dates.
    """
    area, findings = load_area(gtfs, freight_path, encoding=encoding, on_progress=on_progress or _tell_nobody)
    return gather_inputs(
        area,
        findings,
        first_date=first_date,
        days=days,
        parcels_path=parcels_path,
        now=now,
        new_id=new_id,
        on_progress=on_progress,
    )


def gather_inputs(
    area: FreightArea,
    findings: Findings,
    *,
    first_date: date,
    days: int,
    parcels_path: Path,
    now: str | None,
    new_id: NewId,
    on_progress: Progress | None = None,
) -> Inputs:
    """What `load_inputs` gives, for an area that is read already. `findings` are those of its feeds."""
    tell = on_progress or _tell_nobody
    dates = asked_dates(first_date, days)
    check_dates(area.feeds, dates, findings)
    tell(f"reading {parcels_path.name}")
    reader = ParcelReader(area.settings, area.places.place_of, area.places.distance_m)
    parcels = reader.read(parcels_path, findings, dates)
    tell("publishing the timetable")
    published_at = _moment(now, first_date, ZoneInfo(area.settings.time_zone))
    stamp = Stamp(area.settings.area, published_at, new_id)
    events = list(publish_timetable(area, dates, stamp=stamp, findings=findings))
    return Inputs(area.settings, published_at, [*events, *parcel_events(parcels, stamp)], findings.all())


def _moment(now: str | None, first_date: date, zone: ZoneInfo) -> datetime:
    if now is None:
        return instant_of(datetime.combine(first_date, time(12)) - timedelta(days=1), zone)
    try:
        return read_instant(now, zone)
    except ValueError as error:
        raise InputError(f"{error}.", field="--now") from error


def load_area(
    gtfs: Sequence[str], freight_path: Path, *, encoding: str | None, on_progress: Progress
) -> tuple[FreightArea, Findings]:
    """Read freight.yaml and the feeds and resolve the one against the others. Raises InputError."""
    freight = read_freight(freight_path)
    feeds = load_feeds(gtfs, encoding=encoding, on_progress=on_progress)
    findings = Findings()
    for name, feed in feeds.items():
        for found in feed.findings:
            file = found.file if name is None else f"{name}:{found.file}"
            findings.add(file, found.line, found.code, found.sentence, found.count)
    return bind(freight, feeds), findings


def load_feeds(gtfs: Sequence[str], *, encoding: str | None, on_progress: Progress) -> dict[str | None, Feed]:
    """Read the feeds by the names they are given; None = the only one, without a name. Raises InputError."""
    paths: dict[str | None, Path] = {}
    for option in gtfs:
        name, path = _feed_option(option)
        if name in paths:
            what = "only one feed may go without a name" if name is None else f"{name!r} is given twice"
            raise InputError(f"{what}: with several feeds write --gtfs ID=FEED for each.", field="--gtfs")
        paths[name] = path
    return {name: read_feed(path, encoding=encoding, on_progress=on_progress) for name, path in paths.items()}


def _feed_option(option: str) -> tuple[str | None, Path]:
    """`ID=FEED`, unless there is a file of that very name."""
    name, equals, path = option.partition("=")
    if not equals or Path(option).exists():
        return None, Path(option)
    if not name or not path or ":" in name or len(name) > _LONGEST_FEED_ID:
        sentence = (
            f"{option!r} is not FEED or ID=FEED, with an ID without colon of at most {_LONGEST_FEED_ID} characters."
        )
        raise InputError(sentence, field="--gtfs")
    return name, Path(path)


def _tell_nobody(_what: str) -> None:
    pass
