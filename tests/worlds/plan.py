"""A plan written by hand: text as `plan_text` writes it -> the output events that say it.

    P1: T1 A 07:10 -> B 08:02, T2 B 08:20 -> C 09:00 | hand in 06:55, collect 09:30, cost 0.45, lockers A/S C/M
    P2: CAPACITY_SOLD_OUT

What the text leaves open is filled in as a flawless plan has it: `cost` without storage, the calls
found by stop and time, one `plan.certified` without a bound before the decisions.
"""

import re
from datetime import date, datetime

from contracts.event import Event
from contracts.match import Leg, LockerStay, ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import Cause, Stopped, UnmatchedReason
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from tests.worlds.plan_text import Decision
from tests.worlds.words import Clock, millis
from tests.worlds.world import World

_INSTANT = r"(?:\d{4}-\d\d-\d\d )?\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?"
_LEG = re.compile(rf"(\S+) (\S+) ({_INSTANT}) -> (\S+) ({_INSTANT})")
_REST = re.compile(rf"hand in ({_INSTANT}), collect ({_INSTANT})(?:, cost ([\d.]+))?(?:, lockers (.+))?")
SOURCE = "urn:ridealong:matcher"


def plan(world: World, text: str, *, trips: int | None = None) -> list[Event]:
    """The first plan of a world, decided at its `now`: `plan.certified`, then the decisions in order.

    `trips` is how many are in force, where that is not all of them.
    """
    decisions = [_decision(world, line.strip()) for line in text.strip().splitlines()]
    certified = _certified(world, decisions, len(world.trips) if trips is None else trips)
    return [output(world, body) for body in (certified, *decisions)]


def output(world: World, body: Body) -> Event:
    """An output event with the id that its body asks for."""
    area = world.area.area
    event_id = body.plan_id if isinstance(body, PlanCertified) else ""
    if isinstance(body, ParcelMatched | ParcelUnmatched):
        event_id = f"{area}/{body.parcel_id}/{body.revision}"
    return Event(id=event_id, source=SOURCE, time=world.now, area=area, data=body)


def _certified(world: World, decisions: list[Decision], trips: int) -> PlanCertified:
    matches = [decision for decision in decisions if isinstance(decision, ParcelMatched)]
    return PlanCertified(
        plan_id=f"{world.area.area}/1",
        decided_at=world.now,
        parcels=len(decisions),
        matched=len(matches),
        trips=trips,
        value_millis=sum(match.value_millis - match.cost_millis for match in matches),
        bound_millis=None,
        gap=None,
        change_cost_millis=0,
        solve_s=0.0,
        stopped=Stopped.WORK_LIMIT,
        seed=0,
    )


def _decision(world: World, line: str) -> Decision:
    parcel_id, _, rest = line.partition(": ")
    if rest in set(UnmatchedReason):
        return ParcelUnmatched(
            parcel_id=parcel_id,
            revision=1,
            cause=Cause.NEW,
            request_id=world.request_id(parcel_id),
            plan_id=f"{world.area.area}/1",
            decided_at=world.now,
            reason=UnmatchedReason(rest),
            sentence="As the reason says.",
        )
    return _matched(world, parcel_id, rest)


def _matched(world: World, parcel_id: str, text: str) -> ParcelMatched:
    legs_text, _, rest = text.partition(" | ")
    found = _REST.fullmatch(rest)
    if found is None:
        raise ValueError(f"{rest!r} does not say hand-in and collection")
    first_trip = _trip(world, legs_text.split()[0].partition("/")[0], None)
    clock = Clock(world.zone, first_trip.service_date)
    legs = tuple(_leg(world, leg, clock) for leg in legs_text.split(", "))
    costs = world.area.costs
    cost = len(legs) * costs.leg_millis + (len(legs) - 1) * costs.transfer_millis
    return ParcelMatched(
        parcel_id=parcel_id,
        revision=1,
        cause=Cause.NEW,
        request_id=world.request_id(parcel_id),
        plan_id=f"{world.area.area}/1",
        decided_at=world.now,
        legs=legs,
        hand_in_by=clock.instant(found[1]),
        available_at=clock.instant(found[2]),
        value_millis=world.parcels[parcel_id].value_millis,
        cost_millis=cost if found[3] is None else millis(found[3]),
        lockers=tuple(_locker(word) for word in (found[4] or "").split()),
    )


def _locker(word: str) -> LockerStay:
    stop_id, _, size = word.partition("/")
    return LockerStay(stop_id=stop_id, size=size)


def _leg(world: World, text: str, clock: Clock) -> Leg:
    found = _LEG.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no leg")
    vehicle, board_stop, board_at, alight_stop, alight_at = found.groups()
    name, _, compartment = vehicle.partition("/")
    trip = _trip(world, name, clock.day)
    departures = [(call.stop_id, call.departure) for call in trip.calls]
    arrivals = [(call.stop_id, call.arrival) for call in trip.calls]
    return Leg(
        trip_key=trip.trip_key,
        trip_id=trip.trip_id,
        service_date=trip.service_date,
        operator_id=trip.operator_id,
        compartment=compartment or "hold",
        committed=False,
        board_call=_call(departures, board_stop, clock.instant(board_at)),
        board_stop_id=board_stop,
        board_at=clock.instant(board_at),
        alight_call=_call(arrivals, alight_stop, clock.instant(alight_at)),
        alight_stop_id=alight_stop,
        alight_at=clock.instant(alight_at),
    )


def _call(times: list[tuple[str, datetime]], stop_id: str, instant: datetime) -> int:
    if (stop_id, instant) not in times:
        raise ValueError(f"no call at {stop_id} at {instant}")
    return times.index((stop_id, instant))


def _trip(world: World, name: str, day: date | None) -> TripPublished:
    """By trip_key, or by trip_id: the one of that day, else the first."""
    trips = world.trips
    if name in trips:
        return trips[name]
    named = [trip for trip in trips.values() if trip.trip_id == name]
    return next((trip for trip in named if trip.service_date == day), named[0])
