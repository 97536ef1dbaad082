"""Publishes timetables: area, zones, places, then for each feed and date its trips and how many they were."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pydantic import ValidationError

from contracts.envelope import first_error
from contracts.event import Event
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from workers.sources.findings import Findings
from workers.sources.freight.bind import FreightArea
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.publication.covered import coverage
from workers.sources.publication.places import stop_body, zone_bodies
from workers.sources.publication.stamp import Stamp
from workers.sources.publication.trip_events import trip_events


def publish_timetable(area: FreightArea, dates: Sequence[date], *, stamp: Stamp, findings: Findings) -> Iterator[Event]:
    """The events of one act of publishing, in the order in which they are to be appended.

    A date outside the feed's own first and last service date is not published: the feed says nothing
    about it. A date between them on which nothing runs is published with 0 trips. Trips that no offer
    covers are left out; what cannot be published becomes a finding.
    """
    publisher = f"publisher:{area.settings.area}"
    yield stamp.event(publisher, area.settings)
    for zone in zone_bodies(area):
        yield stamp.event(publisher, zone)
    covered = coverage(area, dates)
    for offer in covered.idle_offers:
        sentence = "the offer covers no trip of these dates that an earlier one does not cover"
        findings.add(area.freight.file, offer.line, "OFFER_WITHOUT_TRIP", sentence)
    for body in _stops(area, covered.place_ids, dates, findings):
        yield stamp.event(publisher, body)
    for feed in area.feeds:
        told = feed.feed.service_dates()
        for service_date in dates:
            if told and told[0] <= service_date <= told[-1]:
                yield from _service_date(area, feed, service_date, stamp, findings)


def _stops(
    area: FreightArea, place_ids: Iterable[str], dates: Sequence[date], findings: Findings
) -> Iterator[StopPublished]:
    for place_id in place_ids:
        try:
            yield stop_body(area, place_id, dates)
        except ValidationError as error:
            field, sentence = first_error(error)
            sentence = f"{place_id} is not published: {field}: {sentence}"
            findings.add("stops.txt", None, "STOP_NOT_PUBLISHED", sentence)


def _service_date(
    area: FreightArea, feed: SourceFeed, service_date: date, stamp: Stamp, findings: Findings
) -> Iterator[Event]:
    publication_id = stamp.new_id()
    published = 0
    for event in trip_events(area, feed, service_date, publication_id=publication_id, stamp=stamp, findings=findings):
        published += 1
        yield event
    complete = TimetablePublished(
        publication_id=publication_id, feed_id=feed.feed_id, service_date=service_date, trips=published
    )
    yield stamp.event(f"publisher:{feed.feed_id}", complete)
