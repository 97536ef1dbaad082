"""Decisions as text: what a plan says of each parcel, one line each.

    P1: T1 A 07:10 -> B 08:02, T2 B 08:20 -> C 09:00 | hand in 06:55, collect 09:30
    P2: CAPACITY_SOLD_OUT
    P3: T3/cool B 06:10 -> C 06:40 | hand in 2026-11-22 22:00, collect 06:40, lockers B/S C/L

A time on another day than the first leg's service date is written with its date, a compartment only
when it is not `hold`, a trip of another service date than the first as its whole trip_key.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.event import Event
from contracts.match import Leg, ParcelMatched
from contracts.unmatched import ParcelUnmatched

Decision = ParcelMatched | ParcelUnmatched


def plan_text(outputs: Iterable[Event], zone: ZoneInfo | None = None) -> str:
    """The live decision of each parcel, by parcel_id; times as written, or as the clocks of a zone read."""
    live = live_decisions(outputs)
    return "\n".join(f"{parcel_id}: {decision_text(live[parcel_id], zone)}" for parcel_id in sorted(live))


def live_decisions(outputs: Iterable[Event]) -> dict[str, Decision]:
    """The decision with the highest revision of each parcel."""
    live: dict[str, Decision] = {}
    for event in outputs:
        decision = event.data
        if isinstance(decision, ParcelMatched | ParcelUnmatched):
            known = live.get(decision.parcel_id)
            if known is None or decision.revision > known.revision:
                live[decision.parcel_id] = decision
    return live


def decision_text(decision: Decision, zone: ZoneInfo | None = None) -> str:
    """One decision, without its parcel."""
    if isinstance(decision, ParcelUnmatched):
        return str(decision.reason)
    day = decision.legs[0].service_date
    legs = ", ".join(_leg(leg, day, zone) for leg in decision.legs)
    hand_in = _time(decision.hand_in_by, day, zone)
    lockers = " ".join(f"{stay.stop_id}/{stay.size}" for stay in decision.lockers)
    collect = _time(decision.available_at, day, zone)
    return f"{legs} | hand in {hand_in}, collect {collect}{f', lockers {lockers}' if lockers else ''}"


def _leg(leg: Leg, day: date, zone: ZoneInfo | None) -> str:
    trip = leg.trip_id if leg.trip_key == f"{leg.trip_id}@{day.isoformat()}" else leg.trip_key
    vehicle = trip if leg.compartment == "hold" else f"{trip}/{leg.compartment}"
    board = f"{leg.board_stop_id} {_time(leg.board_at, day, zone)}"
    return f"{vehicle} {board} -> {leg.alight_stop_id} {_time(leg.alight_at, day, zone)}"


def _time(instant: datetime, day: date, zone: ZoneInfo | None) -> str:
    local = instant if zone is None else instant.astimezone(zone)
    time_of_day = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return time_of_day if local.date() == day else f"{local.date().isoformat()} {time_of_day}"
