"""freight.yaml as values: frozen, in wire units (ml, g, mm, s, millis), with the lines errors need.

Names of stops, routes, agencies and feeds stand here as the file writes them; `bind` resolves them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.area import Costs, Language, Tariff
from contracts.goods import DangerBudget, GoodsClass
from contracts.stop import Hub, Locker
from contracts.trip import Compartment
from contracts.windows import Windows
from contracts.zone import Powertrain
from workers.sources.forecast.rule import PassengerRule
from workers.sources.freight.dated_opening import ALWAYS, Opening


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
    danger_budgets: tuple[DangerBudget, ...]
    passengers: PassengerRule | None = None
    """What is kept free for them; None = nothing."""


@dataclass(frozen=True, slots=True)
class RideOn:
    """Where a parcel rides on to when nobody meets the bus."""

    fallback: Named | None
    """None = to the end of the trip."""
    reserves: bool
    """Whether its room is kept for it until there."""


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """How parcels change hands at one place: a hub, a stop with terms of its own, or where people meet the bus."""

    stop: Named
    open: Opening = ALWAYS
    handling_classes: tuple[str, ...] | None = None
    """None = the default ones."""
    cut_off_s: int | None = None
    """None = the default."""
    release_s: int | None = None
    """None = the default."""
    hub: Hub | None = None
    """None = no transfer here."""
    locker: Locker | None = None
    """None = no compartments to wait in."""
    ride_on: RideOn | None = None
    """None = somebody, or a locker, keeps parcels here."""


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A set of stops with access rules."""

    zone_id: str
    name: str
    line: int
    stops: tuple[Named, ...]
    powertrains: tuple[Powertrain, ...] | None
    windows: Windows
    holds_from: date | None
    """None = always."""
    exempt_agencies: tuple[Named, ...]
    """Their trips are not bound."""


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
    language: Language
    time_zone: str | None
    """None = the feed's."""
    defaults: Defaults
    same_place_m: int | None
    """Stops of one name within this radius are one place; None = no grouping by name."""
    places: tuple[GroupedStops, ...]
    parcel_stops: Literal["hubs", "all"] | tuple[Named, ...]
    """Where parcels are taken and given, besides `hubs`, `stops` and `meetings`."""
    offers: tuple[Offer, ...]
    hubs: tuple[PlaceTerms, ...]
    stops: tuple[PlaceTerms, ...]
    """Stops that are no hub, with hours or a locker of their own."""
    meetings: tuple[PlaceTerms, ...]
    """Stops where people meet the bus: one for each stop."""
    goods: tuple[GoodsClass, ...]
    zones: tuple[ZoneRule, ...]
    costs: Costs
    tariff: Tariff
