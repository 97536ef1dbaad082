"""Logs with a past: what really was decided is clean, and each rule broken on the way is named."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from contracts.instants import parse_instant
from contracts.reasons import Cause, UnmatchedReason
from contracts.trip import Compartment
from matcher.verify import verify
from tests.matcher.verify.story import Change, all_of, asked, like, on_leg, said, story, until, without

OPENING = """
    now 2026-11-23 06:00
    area test  notice 5 min  costs leg 0.10 transfer 0.25 storage 0
    place A  cut_off 10
    hub H  {hub}  transfer 5
    place B  release 10
"""
VANISHES = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T2 2026-11-23  A 09:00  B 10:00
    parcel P1  A -> B  5 l  due 12:00
    at 06:30
    trip T2 2026-11-23  publication p2  A 09:00  B 10:00
    at 06:40
    parcel P2  A -> B  5 l  due 12:00
"""
)
LATE = VANISHES.replace("    at 06:30\n", "    at 06:30\n    trip T1 2026-11-23  publication p2  A 07:05  B 08:05\n")
UNDER_WAY = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  H 07:30
    trip T2 2026-11-23  H 08:20  B 08:50
    trip T4 2026-11-23  H 08:40  B 09:10
    parcel P1  A -> B  5 l  due 12:00
    at 07:55
    trip T1 2026-11-23  publication p2  A 07:00  H 07:30
    trip T3 2026-11-23  publication p2  H 07:50  B 08:30
    trip T4 2026-11-23  publication p2  H 08:40  B 09:10
    trip T5 2026-11-23  publication p2  A 09:00  B 09:30
    at 07:57
    parcel P2  A -> B  5 l  due 12:00
    at 11:00
    parcel P3  A -> B  5 l  ready 10:00  due 14:00
"""
)
SHRINKS = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00  hold 10 l
    trip T2 2026-11-23  A 09:00  B 10:00  hold 10 l
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    at 06:30
    trip T1 2026-11-23  publication p2  A 07:00  B 08:00  hold 5 l
    trip T2 2026-11-23  publication p2  A 09:00  B 10:00  hold 10 l
"""
)
HUB_SHRINKS = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  H 07:30
    trip T2 2026-11-23  H 07:50  B 08:30
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    at 06:30
    hub H  storage 5 l  transfer 5
"""
)
ABOARD = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  H 07:30/07:40  B 08:00  hold 5 l
    parcel P1  A -> B  5 l  due 12:00
    at 07:10
    trip T1 2026-11-23  publication p2  A 07:00  H 07:30/07:40  B 08:00  hold 4 l
    parcel P2  H -> B  1 l  due 12:00
"""
)
STILL_ROOM = ABOARD.replace("hold 4 l", "hold 6 l")
WITHDRAWN = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00  hold 5 l
    trip T2 2026-11-23  A 09:00  B 10:00  hold 5 l
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    parcel P6  B -> A  5 l  due 12:00
    at 06:30
    withdrawn P1
    parcel P3  A -> B  5 l  due 12:00
    at 06:40
    parcel P1  A -> B  4 l  due 12:00
    parcel P4  B -> A  5 l  due 12:00
    parcel P6  B -> A  4 l  due 12:00
    parcel P7  B -> A  5 l  due 12:00
    at 13:00
    parcel P5  A -> B  5 l  ready 12:30  due 14:00
"""
)
OTHER_COSTS = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00
    parcel P1  A -> B  5 l  due 12:00
    at 06:30
    area test  notice 10 min  costs leg 0.20 transfer 0.25 storage 0
    parcel P2  A -> B  5 l  due 12:00
    at 06:35
    parcel P3  A -> B  5 l  due 12:00
"""
)
ANOTHER_DATE = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00  hold 5 l
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    parcel P3  A -> B  5 l  ready 2026-11-25 06:00  due 2026-11-25 12:00
    at 06:30
    trip T1 2026-11-23  publication p2  A 07:00  B 08:00
    trip T9 2026-11-25  A 07:00  B 08:00
    at 06:35
    parcel P4  B -> A  5 l  due 12:00
"""
)
LIMIT_VANISHES = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00  hold 5 l
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    at 06:30
    trip T3 2026-11-23  publication p2  A 07:00  B 08:00
"""
)
SOLD_OUT = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00  hold 5 l
    trip T2 2026-11-23  A 09:00  B 10:00  hold 5 l
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    at 06:30
    withdrawn P1
"""
)
BEGUN = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T2 2026-11-23  A 09:00  B 10:00
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  ready 08:30  due 12:00
    at 06:55
    parcel P1  A -> B  9 l  due 13:00
    withdrawn P2
    at 06:55
    parcel P2  A -> B  5 l  ready 08:30  due 12:00
    at 07:30
    trip T2 2026-11-23  publication p2  A 09:00  B 10:00
    at 08:10
    withdrawn P1
"""
)
LATER_LIVES = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T9 2026-11-27  A 07:00  B 08:00
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  A -> B  5 l  due 12:00
    parcel P3  A -> B  5 l  due 06:10
    at 2026-11-24 06:00
    parcel P4  A -> B  5 l  ready 2026-11-27 06:00  due 2026-11-27 12:00
    at 2026-11-26 06:00
    withdrawn P2
    at 2026-11-26 07:00
    parcel P1  A -> B  5 l  ready 2026-11-27 06:00  due 2026-11-27 12:00
    parcel P2  A -> B  5 l  ready 2026-11-27 06:00  due 2026-11-27 12:00
    parcel P3  A -> B  5 l  ready 2026-11-27 06:00  due 2026-11-27 12:00
    at 2026-11-26 07:30
    parcel P2  A -> B  5 l  ready 2026-11-27 06:00  due 2026-11-27 12:00
"""
)
ASLEEP = (
    OPENING.format(hub="storage 20 l")
    + """
    trip T1 2026-11-23  A 07:00  H 07:30
    trip T2 2026-11-23  H 08:20  B 08:50
    trip T3 2026-11-23  A 07:00  B 08:00
    parcel P1  A -> B  5 l  due 09:00
    parcel P2  A -> B  5 l  due 12:00
    parcel P3  A -> B  5 l  due 12:00
    at 06:30
    parcel P4  A -> B  5 l  due 08:00
    at 08:10 asleep
    trip T1 2026-11-23  publication p2  A 07:05  H 07:35
    trip T2 2026-11-23  publication p2  H 08:20  B 08:50
    at 08:11
    parcel P5  A -> B  5 l  due 12:00
"""
)
STORIES = {
    "a trip vanishes": VANISHES,
    "a trip is late": LATE,
    "a later leg vanishes under way": UNDER_WAY,
    "a trip shrinks": SHRINKS,
    "a hub shrinks": HUB_SHRINKS,
    "a trip shrinks with somebody aboard": ABOARD,
    "a trip grows with somebody aboard": STILL_ROOM,
    "parcels are withdrawn and requested again": WITHDRAWN,
    "journeys cost something else": OTHER_COSTS,
    "a date comes later": ANOTHER_DATE,
    "what limits somebody vanishes": LIMIT_VANISHES,
    "somebody withdraws": SOLD_OUT,
    "a journey that has begun outlives what is told of it": BEGUN,
    "ids are used again days later": LATER_LIVES,
    "cut-offs pass and timetables change while nobody is at work": ASLEEP,
}


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES.keys())
def test_what_really_happened_is_clean(text: str) -> None:
    tale = story(text)
    assert verify(tale.inputs, tale.outputs) == []


@dataclass(frozen=True)
class Spoilt:
    """A story that keeps every rule, spoilt so that it breaks one; `and_so` follows from that."""

    check: str
    what: str
    text: str
    change: Change
    and_so: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.check}: {self.what}"


def before(text: str, time_of_day: str) -> str:
    """A story up to one of its chapters."""
    begin, found, _ = text.partition(f"at {time_of_day}")
    assert found
    return begin


def at(time_of_day: str) -> datetime:
    """That day."""
    return parse_instant(f"2026-11-23T{time_of_day}:00+02:00")


def besides(*checks: str) -> frozenset[str]:
    """What else follows."""
    return frozenset(checks)


JOURNEY = ("legs", "hand_in_by", "available_at")
NO_TIMETABLE, TOLD_WITHDRAWN = UnmatchedReason.NO_TIMETABLE, UnmatchedReason.WITHDRAWN
UNDER_WAY_ONLY = before(UNDER_WAY, "11:00")
LEFT = {"trip_key": "T3@2026-11-23", "trip_id": "T3", "board_at": at("07:50"), "alight_at": at("08:30")}
SMALL = Compartment(
    name="hold", volume_ml=4_000, weight_g=None, pieces=None, longest_side_mm=None, handling_classes=("ambient",)
)

NEVER_TOLD = [
    Spoilt("trip_in_force", "a match on a trip that vanished", before(VANISHES, "06:40"), until("test/2")),
    Spoilt("trip_in_force", "a trip that vanished before others were decided", VANISHES, without("test/P1/2")),
    Spoilt("leg_facts", "a match on a trip that is late now", before(LATE, "06:40"), until("test/2")),
    Spoilt("trip_in_force", "a later leg that vanished under way", before(UNDER_WAY, "07:57"), until("test/2")),
    Spoilt("capacity", "two on a trip that shrank to one", SHRINKS, until("test/2")),
    Spoilt("storage", "two at a hub that shrank to one", HUB_SHRINKS, until("test/2")),
    Spoilt("limits", "what limited it has vanished", LIMIT_VANISHES, without("test/P2/2"), besides("plan_figures")),
    Spoilt("reason", "its date is published now", before(ANOTHER_DATE, "06:35"), until("test/2")),
    Spoilt("withdrawn", "somebody who withdrew before others asked", before(WITHDRAWN, "06:40"), without("test/P1/2")),
    Spoilt("live_decision", "somebody who asked before others", WITHDRAWN, without("test/P4/1")),
    Spoilt("request_named", "somebody who asked again before others did", WITHDRAWN, without("test/P6/2")),
    Spoilt("committed", "a cut-off that passed before others were decided", UNDER_WAY, without("test/P1/4")),
]
DECIDED_WRONGLY = [
    Spoilt("leg_facts", "the timetable before", LATE, like("test/P2/1", "test/P1/1", *JOURNEY)),
    Spoilt("cost", "what it cost before", OTHER_COSTS, said("test/P3/1", cost_millis=100), besides("plan_figures")),
    Spoilt("notice", "less notice than there is now", OTHER_COSTS, asked("area#2", notice_s=1_200)),
    Spoilt("reason", "no timetable, when others had one", ANOTHER_DATE, said("test/P4/1", reason=NO_TIMETABLE)),
    Spoilt("capacity", "room sold twice, until one withdrew", SOLD_OUT, like("test/P2/1", "test/P1/1", *JOURNEY)),
    Spoilt(
        "capacity",
        "room of somebody aboard",
        STILL_ROOM,
        asked("trip.published/T1@2026-11-23#2", compartments=(SMALL,)),
    ),
    Spoilt(
        "departed",
        "a trip that had left",
        UNDER_WAY_ONLY,
        all_of(on_leg("test/P1/3", 1, **LEFT), said("test/P1/3", available_at=at("08:40"))),
        besides("committed"),
    ),
    Spoilt(
        "commitment",
        "sent elsewhere when on its way",
        UNDER_WAY_ONLY,
        like("test/P1/3", "test/P2/1", *JOURNEY, "cost_millis"),
        besides("plan_figures"),
    ),
    Spoilt("commitment", "a gain that changes what has begun", UNDER_WAY, said("test/P1/3", cause=Cause.IMPROVED)),
    Spoilt(
        "commitment",
        "a commitment to another journey",
        UNDER_WAY,
        said("test/P1/2", available_at=at("09:01")),
        besides("collection"),
    ),
    Spoilt(
        "live_decision",
        "decided when past due",
        WITHDRAWN,
        all_of(asked("P4#1", due_at=at("06:35")), said("test/3", parcels=5)),
    ),
    Spoilt("withdrawn", "told so without having withdrawn", WITHDRAWN, said("test/P4/1", reason=TOLD_WITHDRAWN)),
    Spoilt(
        "time_order",
        "a plan made before the one before it",
        VANISHES,
        all_of(said("test/3", decided_at=at("06:20")), said("test/P2/1", decided_at=at("06:20"))),
    ),
    Spoilt("plan_figures", "a wrong count long ago", WITHDRAWN, said("test/1", parcels=7)),
    Spoilt("plan_figures", "trips of a timetable long replaced", VANISHES, said("test/3", trips=2)),
    Spoilt("plan_named", "a plan long replaced", VANISHES, said("test/P2/1", plan_id="test/2")),
]


@pytest.mark.parametrize("spoilt", [*NEVER_TOLD, *DECIDED_WRONGLY], ids=str)
def test_a_rule_broken_on_the_way_is_named_and_nothing_else(spoilt: Spoilt) -> None:
    tale = spoilt.change(story(spoilt.text))
    found = verify(tale.inputs, tale.outputs)
    assert {violation.check for violation in found} == {spoilt.check, *spoilt.and_so}, found
