"""The service dates a user asks for, held against those the feeds have."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from contracts.instants import FIRST_YEAR, LAST_YEAR
from workers.errors import InputError
from workers.sources.findings import Findings
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import Feed


def asked_dates(first_date: date, days: int) -> list[date]:
    """`days` dates from the first. Raises InputError for fewer than one and for years out of range."""
    if days < 1:
        raise InputError(f"must be at least 1, not {days}.", field="--days")
    first, last = date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 30)
    if not first <= first_date <= last or days > (last - first_date).days + 1:
        raise InputError(f"the dates must lie between {FIRST_YEAR} and {LAST_YEAR}.", field="--date")
    return [first_date + timedelta(days=day) for day in range(days)]


def check_dates(feeds: Sequence[SourceFeed], dates: Sequence[date], findings: Findings) -> None:
    """Note feeds and dates without a trip. Raises InputError, saying which dates would do, when all are."""
    idle = [(feed, day) for feed in feeds for day in dates if not any(True for _ in feed.feed.trips_on(day))]
    if len(idle) == len(feeds) * len(dates):
        asked = dates[0].isoformat() if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        known = "; ".join(f"{feed.feed_id} {_service_dates(feed.feed)}" for feed in feeds)
        raise InputError(f"no trip runs on {asked}: {known}.", field="--date")
    for feed, day in idle:
        findings.add(feed.wire_id("calendar"), None, "NO_TRIP_ON_DATE", f"no trip of {feed.feed_id} runs on {day}")


def _service_dates(feed: Feed) -> str:
    told = feed.service_dates()
    if not told:
        return "has no service date at all"
    busiest, trips = busiest_date(feed)
    return f"runs from {told[0]} to {told[-1]}, most on {busiest} ({trips} trips)"


def busiest_date(feed: Feed) -> tuple[date, int]:
    """The first date with the most trips of a feed that has a service date, and how many they are."""
    trips: Counter[str] = Counter()
    for entry in feed.timetable.values():
        trips[entry.trip.service_id] += 1 if entry.run_starts is None else len(entry.run_starts)
    on_date: Counter[date] = Counter()
    for service_id, count in trips.items():
        on_date.update(dict.fromkeys(feed.services[service_id].dates(), count))
    return max(sorted(on_date.items()), key=lambda item: item[1])
