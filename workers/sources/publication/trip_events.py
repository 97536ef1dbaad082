"""The trips of one feed on one date as events; one that cannot be an event becomes a finding."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from contracts.envelope import first_error, to_line
from contracts.event import MAX_EVENT_BYTES, Event
from contracts.trip import TripPublished
from contracts.units import MAX_ID_BYTES
from workers.sources.findings import Findings
from workers.sources.freight.bind import FreightArea
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.publication.covered import covered_trips
from workers.sources.publication.service_clock import ServiceClock
from workers.sources.publication.stamp import Stamp
from workers.sources.publication.trips import trip_body, trip_key

_LONGEST_ID_BYTES = 6 * MAX_ID_BYTES
"""Every byte escaped: what an id can take in JSON."""


def trip_events(
    area: FreightArea, feed: SourceFeed, service_date: date, *, publication_id: str, stamp: Stamp, findings: Findings
) -> Iterator[Event]:
    """One event per trip key."""
    clock = ServiceClock(service_date, ZoneInfo(feed.feed.time_zone), area.zone)
    file = feed.wire_id("trips.txt")
    known: set[str] = set()
    for trip, bound in covered_trips(area, feed, service_date):
        key = trip_key(feed, trip)
        if key in known:
            findings.add(file, None, "TRIP_RUN_TWICE", f"{key} runs twice at the same time; one is published")
            continue
        known.add(key)
        try:
            left = bound.compartments_of(feed, trip, findings)
            body = trip_body(area, feed, trip, bound, left, publication_id=publication_id, clock=clock)
        except ValidationError as error:
            field, sentence = first_error(error)
            findings.add(file, None, "TRIP_NOT_PUBLISHED", f"{key} is not published: {field}: {sentence}")
            continue
        event = stamp.event(f"publisher:{feed.feed_id}", body)
        if _too_big(event, body):
            findings.add(file, None, "TRIP_TOO_BIG", f"{key} is not published: it is more than {MAX_EVENT_BYTES} bytes")
            continue
        yield event


def _too_big(event: Event, body: TripPublished) -> bool:
    """Whether no log would take the event. Only the long ones are written out to be measured."""
    classes = sum(len(compartment.handling_classes) for compartment in body.compartments)
    texts = len(body.headsign) + len(body.route_name)
    budgets = sum(1 + len(budget.classes) for budget in body.danger_budgets)
    objects = 10 + len(body.calls) + len(body.compartments) + classes + budgets
    if objects * (_LONGEST_ID_BYTES + 300) + 6 * texts < MAX_EVENT_BYTES:
        return False
    return len(to_line(event).encode()) > MAX_EVENT_BYTES
