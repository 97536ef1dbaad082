"""`parcel.requested` and `parcel.withdrawn`: what, from where to where, when, how big, worth what."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.instants import Instant
from contracts.stop import HandlingClass
from contracts.units import Body, Id, Millis, Quantity


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

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.origin_stop_id == self.destination_stop_id:
            raise ValueError("origin and destination are the same stop")
        if self.ready_at >= self.due_at:
            raise ValueError("ready_at must be earlier than due_at")
        return self


class ParcelWithdrawn(Body):
    """The shipper takes the request back."""

    parcel_id: Id
    """The parcel."""
    reason: Annotated[str, Field(max_length=200)]
    """For people."""
