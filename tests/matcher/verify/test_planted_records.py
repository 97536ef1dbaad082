"""A flawless plan, spoiled in exactly one way: the verifier names the rule its records break."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.reasons import Cause, Stopped, UnmatchedReason
from contracts.unmatched import Dimension, HandlingLimit, SegmentLimit, StorageLimit
from matcher.verify import verify
from tests.worlds.plan import plan
from tests.worlds.planting import Change, Plant, again, both, certified, decision, leg, without
from tests.worlds.world import world

WORLD = """
    now 2026-11-22 12:00
    place A
    hub B  storage 50 l
    place C
    trip T1 2026-11-23  A 07:10  B 09:00
    parcel P1  A -> B  ready 06:30  due 12:00
    parcel P2  B -> A  ready 06:30  due 12:00
    parcel P3  A -> B  ready 06:30  due 12:00
"""
PLAN = """
    P1: T1 A 07:10 -> B 09:00 | hand in 07:10, collect 09:00
    P2: NO_JOURNEY
    P3: T1 A 07:10 -> B 09:00 | hand in 07:10, collect 09:00
"""
NOW = world(WORLD).now
SEGMENT = SegmentLimit(trip_key="T1@2026-11-23", call=0, compartment="hold", dimension=Dimension.VOLUME)


def renamed(subject: str, event_id: str) -> Change:
    """Another event id on what is about a parcel or plan."""
    return lambda events: [replace(event, id=event_id) if event.subject == subject else event for event in events]


def of_nobody(events: list[Event]) -> list[Event]:
    """One more decision, about a parcel that nobody requested."""
    told = next(event for event in events if event.subject == "P2")
    return [*events, replace(told, id="test/P9/1", data=told.data.model_copy(update={"parcel_id": "P9"}))]


DECISIONS = [
    Plant("live_decision", "an open parcel without a decision", made=without("P2")),
    Plant("live_decision", "two live decisions", made=again("P2", 1, reason=UnmatchedReason.TOO_LARGE)),
    Plant("live_decision", "two live matches that say the same", made=again("P1", 1)),
    Plant(
        "live_decision",
        "a parcel first decided when past due",
        facts=(("P2  B -> A  ready 06:30  due 12:00", "P2  B -> A  ready 2026-11-22 11:00  due 2026-11-22 11:59:59"),),
        said=(("NO_JOURNEY", "NO_TIMETABLE"),),
        made=certified(parcels=2),
    ),
    Plant("revisions", "a revision gap", made=again("P2", 3, reason=UnmatchedReason.TOO_LARGE)),
    Plant("revisions", "a first revision of 2", made=both(renamed("P2", "test/P2/2"), decision("P2", revision=2))),
    Plant("repetition", "a decision that says what the last one said", made=again("P2", 2)),
    Plant("request_named", "a request that was never made", made=decision("P2", request_id="somebody's")),
    Plant("request_named", "a parcel that nobody requested", made=of_nobody),
    Plant(
        "request_named",
        "a request that is not the newest",
        facts=(("parcel P3 ", "parcel P2  B -> A  ready 06:30  due 13:00\n    parcel P3 "),),
    ),
    Plant("withdrawn", "an open parcel said to be withdrawn", said=(("NO_JOURNEY", "WITHDRAWN"),)),
    Plant(
        "withdrawn",
        "a withdrawn parcel that still has its match",
        facts=(("    parcel P2", "    withdrawn P1\n    parcel P2"),),
        made=certified(parcels=2, matched=1, value_millis=9900),
    ),
    Plant("committed", "a leg committed before its cut-off", made=leg("P1", 0, committed=True)),
    Plant("reason", "an unknown stop that is known", said=(("NO_JOURNEY", "UNKNOWN_STOP"),)),
    Plant("reason", "no timetable where there is one", said=(("NO_JOURNEY", "NO_TIMETABLE"),)),
    Plant("reason", "no word of a stop that is unknown", facts=(("P2  B -> A", "P2  B -> X"),)),
    Plant(
        "limits",
        "a limit on a segment that is none",
        made=decision("P2", limits=(SEGMENT.model_copy(update={"call": 1}),)),
    ),
    Plant(
        "limits",
        "a limit on a call without a budget",
        made=decision("P2", limits=(HandlingLimit(trip_key="T1@2026-11-23", call=1),)),
    ),
    Plant(
        "limits", "a limit on a place that is no hub", made=decision("P2", limits=(StorageLimit(stop_id="A", at=NOW),))
    ),
]
PLANS = [
    Plant("output_ids", "a decision with another event id", made=renamed("P1", "test/P1/2")),
    Plant("output_ids", "a plan with another event id", made=renamed("test/1", "1")),
    Plant("plan_named", "a plan that was never made", made=decision("P2", plan_id="test/2")),
    Plant(
        "plan_named", "an instant that is not the plan's", made=decision("P2", decided_at=NOW + timedelta(seconds=1))
    ),
    Plant("plan_figures", "a wrong count of parcels", made=certified(parcels=4)),
    Plant("plan_figures", "a wrong count of matches", made=certified(matched=1)),
    Plant("plan_figures", "a wrong count of trips", made=certified(trips=2)),
    Plant("plan_figures", "a wrong value", made=certified(value_millis=19801)),
    Plant("plan_proof", "a bound without a gap", made=certified(bound_millis=20000)),
    Plant("plan_proof", "a gap without a bound", made=certified(gap=0.0)),
    Plant(
        "plan_proof", "a gap that does not follow from bound and value", made=certified(bound_millis=20000, gap=0.011)
    ),
    Plant("plan_proof", "a bound below the value", made=certified(bound_millis=19799, gap=-1 / 19799)),
    Plant(
        "plan_proof",
        "OPTIMAL with a bound above the value",
        made=certified(bound_millis=20000, gap=0.01, stopped=Stopped.OPTIMAL),
    ),
    Plant("plan_proof", "OPTIMAL without a bound", made=certified(stopped=Stopped.OPTIMAL)),
]
PLANTS = [*DECISIONS, *PLANS]


def test_the_plan_without_a_planted_violation_is_clean() -> None:
    told = world(WORLD)
    assert verify(told.events, plan(told, PLAN)) == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.check}: {plant.what}")
def test_a_planted_violation_is_named_and_nothing_else(plant: Plant) -> None:
    told, made = plant.spoil(WORLD, PLAN)
    assert {violation.check for violation in verify(told.events, made)} == {plant.check}


def test_a_match_before_the_area_is_published_is_named_and_nothing_else() -> None:
    told = world(WORLD)
    made = plan(told, PLAN.replace("NO_JOURNEY", "UNKNOWN_STOP"))
    facts = [event for event in told.events if not isinstance(event.data, AreaPublished)]
    assert {violation.check for violation in verify(facts, made)} == {"area_published"}


FLAWLESS = {
    "a limit that exists": decision("P2", limits=(SEGMENT, StorageLimit(stop_id="B", at=NOW))),
    "a bound with its gap": certified(bound_millis=20000, gap=0.01),
    "an optimum": certified(bound_millis=19800, gap=0.0, stopped=Stopped.OPTIMAL),
    "a second decision that says something else": again("P2", 2, reason=UnmatchedReason.TOO_LARGE),
    "a decision without a solve, named by the newest plan": again(
        "P2", 2, reason=UnmatchedReason.TOO_LARGE, cause=Cause.OPERATOR, decided_at=NOW + timedelta(hours=1)
    ),
}


@pytest.mark.parametrize("change", FLAWLESS.values(), ids=FLAWLESS.keys())
def test_what_a_plan_may_say_is_no_violation(change: Change) -> None:
    told = world(WORLD)
    assert verify(told.events, change(plan(told, PLAN))) == []
