"""An event: who said what about which entity of which area, and when.

One table says which body a type has, on which topic it travels and which field is its subject.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.area import AreaPublished
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.plan import PlanCertified
from contracts.reject import EventRejected
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.topics import Topic
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from contracts.zone import ZonePublished

MAX_EVENT_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Event:
    """A CloudEvent of this system. `id` is new per act of publishing; `source` names the publisher."""

    id: str
    source: str
    time: datetime
    area: str
    data: Body

    @property
    def kind(self) -> "EventKind":
        """What its type says about it."""
        return KIND_OF_BODY[type(self.data)]

    @property
    def subject(self) -> str:
        """The id of the entity it is about."""
        return self.kind.subject(self.data)


@dataclass(frozen=True, slots=True)
class EventKind:
    """One row of the table of event types."""

    ce_type: str
    topic: Topic
    body: type[Body]
    subject: Callable[[Any], str]

    @property
    def name(self) -> str:
        """`parcel.requested` of `ridealong.parcel.requested.v1`."""
        return self.ce_type.removeprefix("ridealong.").removesuffix(".v1")


KINDS: tuple[EventKind, ...] = (
    EventKind("ridealong.area.published.v1", Topic.TIMETABLES, AreaPublished, lambda d: d.area),
    EventKind("ridealong.stop.published.v1", Topic.TIMETABLES, StopPublished, lambda d: d.stop_id),
    EventKind("ridealong.zone.published.v1", Topic.TIMETABLES, ZonePublished, lambda d: d.zone_id),
    EventKind("ridealong.trip.published.v1", Topic.TIMETABLES, TripPublished, lambda d: d.trip_key),
    EventKind(
        "ridealong.timetable.published.v1",
        Topic.TIMETABLES,
        TimetablePublished,
        lambda d: f"{d.feed_id}@{d.service_date.isoformat()}",
    ),
    EventKind("ridealong.parcel.requested.v1", Topic.PARCELS, ParcelRequested, lambda d: d.parcel_id),
    EventKind("ridealong.parcel.withdrawn.v1", Topic.PARCELS, ParcelWithdrawn, lambda d: d.parcel_id),
    EventKind("ridealong.parcel.matched.v1", Topic.MATCHES, ParcelMatched, lambda d: d.parcel_id),
    EventKind("ridealong.parcel.unmatched.v1", Topic.MATCHES, ParcelUnmatched, lambda d: d.parcel_id),
    EventKind("ridealong.plan.certified.v1", Topic.MATCHES, PlanCertified, lambda d: d.plan_id),
    EventKind(
        "ridealong.event.rejected.v1",
        Topic.REJECTS,
        EventRejected,
        lambda d: f"{d.topic}/{d.partition}/{d.offset}",
    ),
)
"""Every event type there is."""

KIND_OF_TYPE = {kind.ce_type: kind for kind in KINDS}
KIND_OF_BODY: dict[type[Body], EventKind] = {kind.body: kind for kind in KINDS}
