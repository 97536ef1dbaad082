"""manifests.html: one printable page per trip that carries parcels."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contracts.event import Event
from contracts.trip import Compartment, TripPublished
from contracts.unmatched import Dimension
from workers.surfaces.report import aboard, wording
from workers.surfaces.report.facts import Match, PlanFacts, read_facts
from workers.surfaces.report.figures import title
from workers.surfaces.report.loads import TripLoad, trip_loads
from workers.surfaces.report.pages import write_page


@dataclass(frozen=True, slots=True)
class Movement:
    """One parcel to unload or load at a call."""

    load: bool
    parcel_id: str
    reference: str
    pieces: int
    weight: str
    volume: str
    handling_class: str
    compartment: str
    before: str
    """Where it comes from: handed in here, the trip before, or the place where it was loaded."""
    after: str
    """Where it goes: collected here, off at a later call, or on with the trip after."""
    marks: list[str]
    """What else there is to know of it: dangerous goods, a crate that goes back, a consignment."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A call at which parcels are unloaded or loaded, unloading first."""

    time: str
    name: str
    movements: list[Movement]
    on_board: str
    """With how many parcels, kilograms and litres it leaves."""


@dataclass(frozen=True, slots=True)
class Space:
    """A compartment, what it offers and the most that is in it."""

    name: str
    offers: str
    handling_classes: str
    most: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One trip."""

    anchor: str
    route: str
    headsign: str
    date: str
    departure: str
    first: str
    arrival: str
    last: str
    trip_id: str
    operator_id: str
    powertrain: str
    assumed: bool
    parcels: int
    spaces: list[Space]
    stops: list[Stop]


@dataclass(frozen=True, slots=True)
class ManifestsView:
    """All that manifests.html shows."""

    title: str
    subtitle: str
    manifests: list[Manifest]


def write_manifests_html(path: Path, inputs: Iterable[Event], outputs: Iterable[Event]) -> None:
    """Write the page for the plan of one area."""
    write_page(path, "manifests.html.j2", view_of(read_facts(inputs, outputs)))


def view_of(facts: PlanFacts) -> ManifestsView:
    """The trips that carry parcels, in the order in which they leave."""
    loads = trip_loads(facts)
    moving = _movements(facts)
    ordered = sorted(loads.values(), key=lambda load: (load.trip.calls[0].departure, load.trip.trip_key))
    heading, subtitle = title(facts)
    manifests = [_manifest(facts, load, moving[load.trip.trip_key], at) for at, load in enumerate(ordered, start=1)]
    return ManifestsView(heading, subtitle, manifests)


_ByCall = dict[int, list[tuple[Match, int]]]
"""Call -> the matches with the number of the leg that begins or ends there."""


@dataclass(frozen=True, slots=True)
class _TripMovements:
    loads: _ByCall
    unloads: _ByCall


def _movements(facts: PlanFacts) -> dict[str, _TripMovements]:
    moving: dict[str, _TripMovements] = defaultdict(lambda: _TripMovements(defaultdict(list), defaultdict(list)))
    for match in facts.matches:
        for number, leg in enumerate(match.decision.legs):
            moving[leg.trip_key].loads[leg.board_call].append((match, number))
            moving[leg.trip_key].unloads[leg.alight_call].append((match, number))
    return moving


def _manifest(facts: PlanFacts, load: TripLoad, moving: _TripMovements, number: int) -> Manifest:
    trip = load.trip
    first, last = trip.calls[0], trip.calls[-1]
    return Manifest(
        anchor=f"trip-{number}",
        route=wording.route_label(trip),
        headsign=trip.headsign,
        date=wording.day(trip.service_date),
        departure=wording.clock(first.departure, None, trip.service_date),
        first=facts.place_name(first.stop_id),
        arrival=wording.clock(last.arrival, None, trip.service_date),
        last=facts.place_name(last.stop_id),
        trip_id=trip.trip_id,
        operator_id=trip.operator_id,
        powertrain=trip.powertrain.value,
        assumed=trip.capacity_assumed,
        parcels=len(load.parcel_ids),
        spaces=[_space(load, compartment) for compartment in trip.compartments],
        stops=[_stop(facts, load, moving, call) for call in sorted(moving.loads.keys() | moving.unloads.keys())],
    )


def _space(load: TripLoad, compartment: Compartment) -> Space:
    peaks = load.compartments[compartment.name]
    sizes = {
        Dimension.VOLUME: compartment.volume_ml,
        Dimension.WEIGHT: compartment.weight_g,
        Dimension.PIECES: compartment.pieces,
    }
    limits = [wording.quantity(size, dimension) for dimension, size in sizes.items() if size is not None]
    if compartment.longest_side_mm is not None:
        limits.append(f"longest side {compartment.longest_side_mm / 10:.0f} cm")
    most = [wording.quantity(max(peaks.used[dimension]), dimension) for dimension in Dimension]
    return Space(
        name=compartment.name,
        offers=", ".join(limits) or wording.NOT_LIMITED,
        handling_classes=", ".join(compartment.handling_classes),
        most="empty" if peaks.is_empty else ", ".join(most),
    )


def _stop(facts: PlanFacts, load: TripLoad, moving: _TripMovements, call: int) -> Stop:
    trip = load.trip
    movements = [_unload(facts, match, number, trip) for match, number in moving.unloads.get(call, [])]
    movements += [_load(facts, match, number, trip) for match, number in moving.loads.get(call, [])]
    return Stop(
        time=wording.call_times(trip.calls[call], trip),
        name=facts.place_name(trip.calls[call].stop_id),
        movements=movements,
        on_board=_on_board(load, call),
    )


def _on_board(load: TripLoad, call: int) -> str:
    if call == len(load.trip.calls) - 1:
        return "ends here"
    if load.on_board[call] == 0:
        return "leaves without parcels"
    weight = wording.kilograms(load.used(call, Dimension.WEIGHT))
    volume = wording.litres(load.used(call, Dimension.VOLUME))
    return f"leaves with {wording.parcels(load.on_board[call])}, {weight}, {volume}"


def _load(facts: PlanFacts, match: Match, number: int, trip: TripPublished) -> Movement:
    legs = match.decision.legs
    leg = legs[number]
    before = _from(facts, match, number, trip)
    off = wording.clock(leg.alight_at, facts.zone, trip.service_date)
    after = f"{facts.place_name(leg.alight_stop_id)} {off}"
    return _movement(match, number, load=True, before=_with_locker(match, number, before), after=after)


def _from(facts: PlanFacts, match: Match, number: int, trip: TripPublished) -> str:
    if number == 0:
        handed_in = wording.clock(match.decision.hand_in_by, facts.zone, trip.service_date)
        stop = facts.stops.get(match.decision.legs[0].board_stop_id)
        return f"shop, {'meets the bus' if stop is not None and stop.meeting is not None else f'by {handed_in}'}"
    previous = match.decision.legs[number - 1]
    arrived = wording.clock(previous.alight_at, facts.zone, trip.service_date)
    return f"{wording.route_label(facts.trip_of(previous))}, here since {arrived}"


def _unload(facts: PlanFacts, match: Match, number: int, trip: TripPublished) -> Movement:
    legs = match.decision.legs
    before = facts.place_name(legs[number].board_stop_id)
    if number + 1 == len(legs):
        ready = wording.clock(match.decision.available_at, facts.zone, trip.service_date)
        after = _handed_over(facts, match) or f"here, collect from {ready}"
    else:
        following = legs[number + 1]
        leaves = wording.clock(following.board_at, facts.zone, trip.service_date)
        after = f"{leaves} {wording.route_label(facts.trip_of(following))}"
    return _movement(match, number, load=False, before=before, after=_with_locker(match, number + 1, after))


def _handed_over(facts: PlanFacts, match: Match) -> str:
    """At a stop where the receiver meets the bus; empty elsewhere."""
    stop = facts.stops.get(match.decision.legs[-1].alight_stop_id)
    if stop is None or stop.meeting is None:
        return ""
    fallback = stop.meeting.fallback_stop_id
    elsewhere = aboard.nobody_comes(stop.meeting, None if fallback is None else facts.place_name(fallback))
    return f"to the receiver, who meets the bus; {elsewhere}"


def _with_locker(match: Match, stay: int, said: str) -> str:
    """The size to use, where the stay is in a locker; stay 0 is at the origin."""
    legs = match.decision.legs
    stays = [legs[0].board_stop_id, *(leg.alight_stop_id for leg in legs)]
    size = aboard.locker_sizes(stays, match.decision.lockers)[stay]
    return said if size is None else f"locker {size}: {said}"


def _movement(match: Match, number: int, *, load: bool, before: str, after: str) -> Movement:
    parcel = match.parcel
    return Movement(
        load=load,
        parcel_id=parcel.parcel_id,
        reference=" · ".join(part for part in (parcel.shipper_id, parcel.reference) if part),
        pieces=parcel.pieces,
        weight=wording.kilograms(parcel.weight_g),
        volume=wording.litres(parcel.volume_ml),
        handling_class=parcel.handling_class,
        compartment=match.decision.legs[number].compartment,
        before=before,
        after=after,
        marks=aboard.marks(parcel),
    )
