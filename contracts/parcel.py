"""`parcel.requested` and `parcel.withdrawn`: what, from where to where, when, how big, worth what."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.goods import Dangerous, HandlingClass
from contracts.instants import Instant
from contracts.units import Body, Id, Millis, Quantity


class Bond(StrEnum):
    """What holds the parcels of a consignment together until one of them has begun its journey."""

    TOGETHER = "together"
    """They take the same legs, in the same compartments. They ask for the same in all but size, number and value."""
    ALL_OR_NONE = "all_or_none"
    """Each takes its own journey, but none travels unless all do."""


class Consignment(Body):
    """Which parcels belong together. All of them come from one source and name the same number and bond."""

    consignment_id: Id
    """What they share; unique within the area."""
    parcels: Annotated[int, Field(ge=2, le=50)]
    """How many there are. None travels before all are requested."""
    bond: Bond
    """What holds them together."""


class ParcelRequested(Body):
    """A shop asks for a journey. No personal data: `reference` is the shop's own number."""

    parcel_id: Id
    """The shipper's choice; nobody else can use it again."""
    shipper_id: Id | None = None
    """Who sends it."""
    reference: Annotated[str, Field(max_length=200)] | None = None
    """The shipper's own number; no personal data."""
    origin_stop_id: Id
    """Where it is handed in."""
    destination_stop_id: Id
    """Where it is collected."""
    ready_at: Instant
    """At the origin from then on."""
    due_at: Instant
    """Collectable at the destination by then."""
    weight_g: Quantity
    """Of all pieces together."""
    volume_ml: Quantity
    """Of all pieces together."""
    pieces: Quantity
    """They travel together."""
    longest_side_mm: Quantity
    """0 = unknown, fits everywhere."""
    handling_class: HandlingClass
    """What every place and compartment on the way must offer."""
    value_millis: Millis
    """What carrying it is worth."""
    dangerous: Dangerous | None = None
    """null = no dangerous goods."""
    after_parcel_id: Id | None = None
    """It is handed in only after that parcel is available: the empty crate goes back after the full one came."""
    after_gap_s: Quantity = 0
    """At least so long after it."""
    consignment: Consignment | None = None
    """null = it travels for itself."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.origin_stop_id == self.destination_stop_id:
            raise ValueError("origin and destination are the same stop")
        if self.ready_at >= self.due_at:
            raise ValueError("ready_at must be earlier than due_at")
        if self.after_parcel_id == self.parcel_id:
            raise ValueError("a parcel cannot come after itself")
        return self


class ParcelWithdrawn(Body):
    """The shipper takes the request back."""

    parcel_id: Id
    """The parcel."""
    reason: Annotated[str, Field(max_length=200)]
    """For people."""
