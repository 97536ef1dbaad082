"""`parcel.matched`: the journey a parcel got."""

from typing import Annotated

from pydantic import Field

from contracts.instants import Instant, ServiceDate
from contracts.reasons import Cause
from contracts.units import Body, Id, Millis, Quantity

MAX_LEGS = 4


class Leg(Body):
    """One parcel on one trip, from a boarding call to an alighting call."""

    trip_key: Id
    """The trip."""
    trip_id: Id
    """GTFS's."""
    service_date: ServiceDate
    """The operating day."""
    operator_id: Id
    """Who runs it."""
    compartment: Id
    """Where in the vehicle it travels."""
    committed: bool
    """The cut-off has passed: only a disruption changes it now."""
    board_call: Quantity
    """Index of the boarding call, counted from 0."""
    board_stop_id: Id
    """Where it is loaded."""
    board_at: Instant
    """That call's departure."""
    alight_call: Quantity
    """Index of the alighting call."""
    alight_stop_id: Id
    """Where it is unloaded."""
    alight_at: Instant
    """That call's arrival."""


class LockerStay(Body):
    """A compartment of a locker, kept for the parcel while it waits there."""

    stop_id: Id
    """The place with the locker: the origin, a hub or the destination."""
    size: Id
    """The compartment's size."""


class ParcelMatched(Body):
    """A parcel's live decision, when it has a journey."""

    parcel_id: Id
    """The parcel."""
    revision: Annotated[int, Field(ge=1)]
    """Counts up by one over matched and unmatched alike; the highest is live."""
    cause: Cause
    """What made the decision necessary."""
    request_id: str
    """The CloudEvents id of the request decided on."""
    plan_id: Id
    """The solve it comes from; without one, the newest plan."""
    decided_at: Instant
    """When."""
    legs: Annotated[tuple[Leg, ...], Field(min_length=1, max_length=MAX_LEGS)]
    """In the order of travel."""
    hand_in_by: Instant
    """Latest open instant at the origin before the cut-off of the first leg."""
    available_at: Instant
    """Earliest open instant at the destination after arrival and release."""
    value_millis: Millis
    """Of the request."""
    cost_millis: Annotated[int, Field(ge=0)]
    """Of the journey: legs, transfers and storage."""
    lockers: tuple[LockerStay, ...] = ()
    """Where it waits in a locker, in the order of travel: one for each stay at a place that has one."""
