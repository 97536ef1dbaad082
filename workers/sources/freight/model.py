"""freight.yaml as values: frozen, in wire units (ml, g, mm, s, millis), with the lines errors need.

Names of stops, routes, agencies and feeds stand here as the file writes them; `bind` resolves them.
"""

from dataclasses import dataclass
from typing import Literal

from contracts.area import Costs, Tariff
from contracts.stop import Hub
from contracts.trip import Compartment
from contracts.windows import Windows
from contracts.zone import Powertrain


@dataclass(frozen=True, slots=True)
class Named:
    """An id as the file names it, and where."""

    id: str
    line: int
    field: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds at every place and on every trip unless said otherwise."""

    cut_off_s: int
    release_s: int
    handling_s_per_parcel: int
    dwell_allowance_s: int
    """Added to the scheduled dwell: what a driver may spend on parcels at a call."""
    notice_s: int
    handling_classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Which trips an offer covers: all conditions together, each an id or several. Empty = any."""

    feed: Named | None = None
    agency_ids: tuple[Named, ...] = ()
    route_ids: tuple[Named, ...] = ()
    route_types: frozenset[int] = frozenset()
    trip_globs: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What the trips it matches offer to parcels. Without compartments they carry nothing."""

    line: int
    match: Match
    powertrain: Powertrain
    on_request: bool
    """Whether pickup_type and drop_off_type 2 and 3 count as allowed."""
    assumed: bool
    compartments: tuple[Compartment, ...]


@dataclass(frozen=True, slots=True)
class HubRule:
    """A place where parcels may wait and change trips."""

    stop: Named
    hub: Hub
    open: Windows
    handling_classes: tuple[str, ...] | None
    """None = the default ones."""


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A set of stops with access rules."""

    zone_id: str
    name: str
    line: int
    stops: tuple[Named, ...]
    powertrains: tuple[Powertrain, ...] | None
    windows: Windows


@dataclass(frozen=True, slots=True)
class GroupedStops:
    """Stops that are one place. `name` may stand for the place wherever the file names a stop."""

    name: Named
    stops: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Freight:
    """The whole file."""

    file: str
    area: str
    time_zone: str | None
    """None = the feed's."""
    defaults: Defaults
    same_place_m: int | None
    """Stops of one name within this radius are one place; None = no grouping by name."""
    places: tuple[GroupedStops, ...]
    parcel_stops: Literal["hubs", "all"] | tuple[Named, ...]
    """Where parcels are taken and given, besides the hubs."""
    offers: tuple[Offer, ...]
    hubs: tuple[HubRule, ...]
    zones: tuple[ZoneRule, ...]
    costs: Costs
    tariff: Tariff
