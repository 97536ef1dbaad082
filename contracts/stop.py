"""`stop.published`: a place where parcels change hands."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.units import Body, Id, Quantity
from contracts.windows import Windows

HandlingClass = Annotated[str, Field(min_length=1, max_length=40)]
"""`ambient`, `chilled`, ...: what a place or compartment must offer and a parcel asks for."""


class Hub(Body):
    """A place where parcels may wait and change trips."""

    storage_ml: Quantity | None
    """Volume that may wait here at any instant; null = not limited."""
    min_transfer_s: Quantity
    """From the arrival of one trip to the departure of the next."""


class StopPublished(Body):
    """A place: a stop, a station with its platforms, or stops grouped in freight.yaml."""

    stop_id: Id
    """The place; what `stop_id` means in every event."""
    name: str
    """For people."""
    lat: Annotated[float, Field(ge=-90, le=90)] | None
    """Degrees north, WGS 84; null = unknown."""
    lon: Annotated[float, Field(ge=-180, le=180)] | None
    """Degrees east, WGS 84; null = unknown."""
    zone_id: Id | None
    """The zone it lies in; null = none."""
    accepts: bool
    """False: no parcel is loaded or unloaded here."""
    cut_off_s: Quantity
    """How long before its first departure a parcel must be here."""
    release_s: Quantity
    """How long after its last arrival a parcel can be collected."""
    handling_s_per_parcel: Quantity
    """Spent at a call for each parcel loaded and each parcel unloaded here."""
    handling_classes: tuple[HandlingClass, ...]
    """What it can take; boarding, waiting and alighting here need the parcel's class among them."""
    open: Windows
    """When somebody, or a locker, can take or give a parcel."""
    hub: Hub | None
    """null = no transfer here."""

    @model_validator(mode="after")
    def _whole_coordinates(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon are given together or not at all")
        return self
