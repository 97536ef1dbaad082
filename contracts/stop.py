"""`stop.published`: a place where parcels change hands."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.goods import HandlingClass
from contracts.instants import ServiceDate
from contracts.units import Body, Id, Quantity
from contracts.windows import Span, Windows


class Hub(Body):
    """A place where parcels may wait and change trips."""

    storage_ml: Quantity | None
    """Volume that may wait here at any instant; null = not limited."""
    min_transfer_s: Quantity
    """From the arrival of one trip to the departure of the next."""
    longest_wait_s: Quantity | None = None
    """From the arrival of one trip to the departure of the next; null = not limited."""


class LockerSize(Body):
    """Compartments of one size. A parcel takes one of them, whatever its number of pieces."""

    name: Id
    """Unique within the locker."""
    volume_ml: Quantity
    """Of a parcel that still fits in."""
    longest_side_mm: Quantity | None
    """Of a parcel that still fits in; null = not limited."""
    weight_g: Quantity | None
    """Of a parcel that still fits in; null = not limited."""
    count: Quantity
    """How many there are."""


class Locker(Body):
    """Parcels wait here in compartments. Each takes the smallest one that it fits and that is free throughout its stay."""

    sizes: Annotated[tuple[LockerSize, ...], Field(min_length=1, max_length=8)]
    """The smallest volume first."""
    collect_s: Quantity = 0
    """How long after `available_at` a compartment stays taken at the destination."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        names, volumes = [size.name for size in self.sizes], [size.volume_ml for size in self.sizes]
        if len(set(names)) != len(names):
            raise ValueError("two sizes have the same name")
        if sorted(volumes) != volumes:
            raise ValueError("sizes are listed by volume, the smallest first")
        return self


class Meeting(Body):
    """Nobody is here but who meets the bus: the shipper hands over to the driver, the driver to the receiver."""

    fallback_stop_id: Id | None
    """Where a parcel rides on to when nobody comes, on the same trip; null = to the trip's last call."""
    reserves: bool
    """Whether its compartment is kept for it until there. Then a trip that does not get there later brings no parcel."""


class OpenException(Body):
    """On one local date these hours hold instead of the week's."""

    date: ServiceDate
    """Windows that begin on it."""
    spans: tuple[Span, ...]
    """Empty = closed all day."""


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
    open_exceptions: tuple[OpenException, ...] = ()
    """Holidays and other days on which `open` does not hold; each date once."""
    locker: Locker | None = None
    """null = parcels do not wait in compartments here."""
    meeting: Meeting | None = None
    """null = somebody, or a locker, keeps parcels here."""

    @model_validator(mode="after")
    def _whole_coordinates(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon are given together or not at all")
        return self

    @model_validator(mode="after")
    def _one_keeper(self) -> Self:
        if self.meeting is not None and (self.hub is not None or self.locker is not None):
            raise ValueError("where the receiver meets the bus nothing can wait: neither hub nor locker")
        dates = [exception.date for exception in self.open_exceptions]
        if len(set(dates)) != len(dates):
            raise ValueError("open_exceptions name a date twice")
        return self
