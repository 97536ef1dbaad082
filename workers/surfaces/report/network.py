"""The network as a picture needs it: places with what was asked of them, and links between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from contracts.trip import TripPublished
from contracts.unmatched import Dimension
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.loads import TripLoad


class Service(StrEnum):
    """What a plan does for a place."""

    SERVED = "served"
    """At least one parcel from or to it travels."""
    NOT_SERVED = "not served"
    """Parcels were asked for, none travels."""
    NOT_ASKED = "not asked for"
    """It takes parcels, nobody asked."""
    NO_PARCELS = "takes no parcels"
    """No parcel is loaded or unloaded here."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place."""

    stop_id: str
    name: str
    point: tuple[float, float] | None
    """(lat, lon), where known."""
    hub: bool
    service: Service
    requested: int
    """Parcels from or to it."""
    matched: int
    changes: int
    """Parcels that change trips here."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much it matters to a reader: asked for, changed at, a hub."""
        return (self.requested, self.changes, int(self.hub))


@dataclass(frozen=True, slots=True)
class Link:
    """From a place to the next call's, all trips of the plan together."""

    origin: str
    destination: str
    trips: int
    volume_ml: int
    weight_g: int
    parcels: int
    """Parcels, volume and weight carried over it, summed over its trips."""
    share: float
    """The highest share used on it, of any trip, compartment and dimension."""


@dataclass(frozen=True, slots=True)
class Network:
    """Places by stop_id, links by (origin, destination)."""

    nodes: dict[str, Node]
    links: dict[tuple[str, str], Link]


def build_network(facts: PlanFacts, loads: Mapping[str, TripLoad]) -> Network:
    """Places that trips call at or parcels name, and all links that trips run over."""
    links = _links(facts.trips.values(), loads)
    on_links = dict.fromkeys(stop_id for link in links for stop_id in link)
    asked, served = _ends(facts)
    changes: dict[str, int] = {}
    for match in facts.matches:
        for leg in match.decision.legs[1:]:
            changes[leg.board_stop_id] = changes.get(leg.board_stop_id, 0) + 1
    names = dict.fromkeys([*facts.stops, *on_links, *asked])
    nodes = {name: _node(facts, name, asked.get(name, 0), served.get(name, 0), changes.get(name, 0)) for name in names}
    return Network(nodes, links)


def _node(facts: PlanFacts, stop_id: str, requested: int, matched: int, changes: int) -> Node:
    stop = facts.stops.get(stop_id)
    point = None
    if stop is not None and stop.lat is not None and stop.lon is not None:
        point = (stop.lat, stop.lon)
    if matched > 0:
        service = Service.SERVED
    elif requested > 0:
        service = Service.NOT_SERVED
    else:
        service = Service.NOT_ASKED if stop is not None and stop.accepts else Service.NO_PARCELS
    hub = stop is not None and stop.hub is not None
    return Node(stop_id, facts.place_name(stop_id), point, hub, service, requested, matched, changes)


def _ends(facts: PlanFacts) -> tuple[dict[str, int], dict[str, int]]:
    """Parcels from or to each place: asked for, and travelling."""
    asked: dict[str, int] = {}
    served: dict[str, int] = {}
    for parcel in facts.parcels:
        for stop_id in (parcel.origin_stop_id, parcel.destination_stop_id):
            asked[stop_id] = asked.get(stop_id, 0) + 1
    for match in facts.matches:
        for stop_id in (match.parcel.origin_stop_id, match.parcel.destination_stop_id):
            served[stop_id] = served.get(stop_id, 0) + 1
    return asked, served


def _links(trips: Iterable[TripPublished], loads: Mapping[str, TripLoad]) -> dict[tuple[str, str], Link]:
    counts: dict[tuple[str, str], int] = {}
    carried: dict[tuple[str, str], list[tuple[TripLoad, int]]] = {}
    for trip in trips:
        load = loads.get(trip.trip_key)
        for segment, (call, following) in enumerate(pairwise(trip.calls)):
            ends = (call.stop_id, following.stop_id)
            if call.stop_id == following.stop_id:
                continue
            counts[ends] = counts.get(ends, 0) + 1
            if load is not None:
                carried.setdefault(ends, []).append((load, segment))
    return {ends: _link(ends, count, carried.get(ends, [])) for ends, count in counts.items()}


def _link(ends: tuple[str, str], trips: int, carried: list[tuple[TripLoad, int]]) -> Link:
    def total(dimension: Dimension) -> int:
        return sum(load.used(segment, dimension) for load, segment in carried)

    return Link(
        *ends,
        trips=trips,
        volume_ml=total(Dimension.VOLUME),
        weight_g=total(Dimension.WEIGHT),
        parcels=sum(load.on_board[segment] for load, segment in carried),
        share=max((load.share(segment) for load, segment in carried), default=0.0),
    )
