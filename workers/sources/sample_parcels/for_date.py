"""Samples parcels for one service date of feeds, from files to parcels.csv."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from workers.sources.day import load_area
from workers.sources.publication.dates import asked_dates, check_dates
from workers.sources.publication.publish import publish_timetable
from workers.sources.publication.stamp import Stamp, numbered_ids
from workers.sources.sample_parcels.sample import sample_parcels
from workers.sources.sample_parcels.with_rules import with_rules
from workers.sources.write_parcels import parcels_csv

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Of events that are only looked at, never sent."""


def sample_parcels_csv(
    gtfs: Sequence[str],
    freight_path: Path,
    *,
    encoding: str | None,
    service_date: date,
    count: int,
    seed: int,
    rules: bool,
    on_progress: Callable[[str], None],
) -> str:
    """The text of a parcels.csv; with `rules` some parcels have a crate that goes back, a consignment or dangerous
    goods. Raises InputError for input that cannot be used, and for a date without trips.
    """
    dates = asked_dates(service_date, 1)
    area, findings = load_area(gtfs, freight_path, encoding=encoding, on_progress=on_progress)
    check_dates(area.feeds, dates, findings)
    on_progress("sampling parcels")
    stamp = Stamp(area.settings.area, _ANY_TIME, numbered_ids("sample"))
    events = list(publish_timetable(area, dates, stamp=stamp, findings=findings))
    parcels = sample_parcels(events, area.settings.tariff, count=count, seed=seed)
    return parcels_csv(with_rules(parcels, events, seed=seed) if rules else parcels)
