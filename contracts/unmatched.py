"""`parcel.unmatched`: why a parcel has no journey, what limits it, what would help."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.instants import Instant
from contracts.reasons import Cause, UnmatchedReason
from contracts.units import Body, Id, Quantity


class Dimension(StrEnum):
    """What a compartment is measured in."""

    VOLUME = "volume_ml"
    WEIGHT = "weight_g"
    PIECES = "pieces"


class SegmentLimit(Body):
    """A full segment: from call `call` of the trip to the next."""

    kind: Literal["segment"] = "segment"
    """Which limit this is."""
    trip_key: Id
    """The trip."""
    call: Quantity
    """The segment begins there, counted from 0."""
    compartment: Id
    """The full one."""
    dimension: Dimension
    """In which it is full."""
    price_micros: int | None = None
    """Shadow price of one unit, millionths of a euro; null = not computed."""


class StorageLimit(Body):
    """A hub whose storage is full at an instant."""

    kind: Literal["storage"] = "storage"
    """Which limit this is."""
    stop_id: Id
    """The hub."""
    at: Instant
    """When it is full."""
    price_micros: int | None = None
    """Shadow price of one millilitre, millionths of a euro; null = not computed."""


class HandlingLimit(Body):
    """A call whose handling budget is spent."""

    kind: Literal["handling"] = "handling"
    """Which limit this is."""
    trip_key: Id
    """The trip."""
    call: Quantity
    """The call, counted from 0."""
    price_micros: int | None = None
    """Shadow price of one second, millionths of a euro; null = not computed."""


class LockerLimit(Body):
    """A locker without a free compartment that the parcel fits."""

    kind: Literal["locker"] = "locker"
    """Which limit this is."""
    stop_id: Id
    """The place."""
    at: Instant
    """When the largest size that it fits is taken."""
    size: Id
    """The largest size that it fits."""
    price_micros: int | None = None
    """Shadow price of one compartment, millionths of a euro; null = not computed."""


class DangerLimit(Body):
    """A segment on which a vehicle's budget for dangerous goods is used up."""

    kind: Literal["danger"] = "danger"
    """Which limit this is."""
    trip_key: Id
    """The trip."""
    call: Quantity
    """The segment begins there, counted from 0."""
    budget: Id
    """The budget's name."""
    price_micros: int | None = None
    """Shadow price of one gram, millionths of a euro; null = not computed."""


Limit = Annotated[SegmentLimit | StorageLimit | HandlingLimit | LockerLimit | DangerLimit, Field(discriminator="kind")]


class Remedy(Body):
    """One change to one field of the request under which it fits what the plan left free."""

    field: str
    """The field of the request to change."""
    to: str | int
    """What to change it to."""
    sentence: str
    """The same for people."""


class ParcelUnmatched(Body):
    """A parcel's live decision, when it has no journey. Not final: it is looked at again."""

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
    reason: UnmatchedReason
    """The first rule that no journey meets together with those before it."""
    sentence: str
    """The same for people."""
    limits: tuple[Limit, ...] = ()
    """What is full on the way."""
    remedy: Remedy | None = None
    """The smallest change that was verified to help; null = none known."""
