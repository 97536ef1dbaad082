"""Logs with a past under the rules of the road: what really was decided is clean, and what breaks them is named."""

from dataclasses import dataclass, replace

import pytest

from contracts.event import Event
from contracts.match import LockerStay
from matcher.verify import verify
from tests.matcher.verify.story import Change, Story, said, story, without

OPENING = """
    now 2026-11-23 06:00
    area test  notice 5 min
    place A  cut_off 10
    place B  cut_off 10  release 10  {b}
    trip T1 2026-11-23  A 07:00  B 08:00  hold 10 l
    trip T2 2026-11-23  B 09:00  A 10:00
    trip T3 2026-11-23  A 09:00  B 10:00  hold 10 l
"""
CRATE = (
    OPENING.format(b="")
    + """
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  B -> A  5 l  due 12:00  after P1 gap 30
    at 06:30
    withdrawn P1
"""
)
FULL_ONE_LATER = (
    OPENING.format(b="")
    + """
    parcel P1  A -> B  5 l  due 12:00
    parcel P2  B -> A  5 l  due 12:00  after P1 gap 30
    at 06:30
    trip T2 2026-11-23  publication p2  B 09:00  A 10:00
    trip T3 2026-11-23  publication p2  A 09:00  B 10:00  hold 10 l
"""
)
CRATE_UNDER_WAY = CRATE.replace("at 06:30", "at 08:55")
FORERUNNER_PAST_DUE = (
    OPENING.format(b="")
    + """
    parcel P1  A -> B  5 l  due 08:20
    at 08:30
    parcel P2  B -> A  5 l  due 12:00  after P1 gap 30
"""
)
PAIR = (
    OPENING.format(b="")
    + """
    parcel P1  A -> B  5 l  due 12:00  consignment C 2 {bond}
    parcel P2  A -> B  5 l  due 12:00  consignment C 2 {bond}
    at 06:30
    withdrawn P1
"""
)
TOGETHER, ALL_OR_NONE = PAIR.format(bond="together"), PAIR.format(bond="all_or_none")
PAIR_UNDER_WAY = ALL_OR_NONE.replace("at 06:30", "at 06:55")
LATE_COMER = TOGETHER.replace("    parcel P2", "    at 06:10\n    parcel P2").replace("withdrawn P1", "")
LOCKER = (
    OPENING.format(b="locker S 5 l, M 20 l  collect 24 h")
    + """
    parcel P1  A -> B  5 l  due 08:20
    at 08:40
    parcel P2  A -> B  5 l  ready 08:40  due 12:00
"""
)
LOCKER_SHRINKS = (
    OPENING.format(b="locker S 5 l x2, M 20 l  collect 24 h")
    + """
    parcel P1  A -> B  5 l  due 08:20
    parcel P2  A -> B  5 l  ready 07:00  due 12:00
    at 08:05
    place B  cut_off 10  release 10  locker S 5 l, M 20 l  collect 24 h
    place C
    trip T1 2026-11-23  publication p2  A 07:00  B 08:00  hold 10 l
    trip T2 2026-11-23  publication p2  B 09:00  A 10:00
    trip T3 2026-11-23  publication p2  A 09:00  B 10:00  hold 10 l
    trip T4 2026-11-23  publication p2  A 09:00  C 10:00
    at 08:07
    parcel P3  A -> C  1 l  ready 08:00  due 12:00
"""
)
GOODS = (
    OPENING.format(b="").replace("notice 5 min", "notice 5 min\n    goods fresh  as ambient  total 2 h")
    + """
    parcel P1  A -> B  5 l  fresh  due 12:00
"""
)
STORIES = {
    "the full one is withdrawn": CRATE,
    "the full one goes later": FULL_ONE_LATER,
    "the full one is withdrawn when the crate is on its way": CRATE_UNDER_WAY,
    "the full one is past due": FORERUNNER_PAST_DUE,
    "one of two that travel together is withdrawn": TOGETHER,
    "one of all is withdrawn": ALL_OR_NONE,
    "one of all is withdrawn when they are on their way": PAIR_UNDER_WAY,
    "the second of two comes later": LATE_COMER,
    "a compartment is still taken when its parcel is past due": LOCKER,
    "a locker shrinks": LOCKER_SHRINKS,
    "goods": GOODS,
}
SMALL, MIDDLE = (LockerStay(stop_id="B", size="S"),), (LockerStay(stop_id="B", size="M"),)


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


SPOILT = [
    Spoilt(
        "after",
        "a crate that still goes though the full one does not",
        CRATE,
        without("test/P2/2"),
        frozenset({"plan_figures"}),
    ),
    Spoilt(
        "consignment",
        "one that still travels though the other does not",
        TOGETHER,
        without("test/P2/2"),
        frozenset({"plan_figures"}),
    ),
    Spoilt(
        "consignment", "one of all that still travels", ALL_OR_NONE, without("test/P2/2"), frozenset({"plan_figures"})
    ),
    Spoilt("locker_room", "a compartment that is no more", LOCKER_SHRINKS, without("test/P2/2")),
    Spoilt(
        "commitment",
        "a commitment to another compartment",
        LOCKER,
        said("test/P1/2", lockers=MIDDLE),
        frozenset({"locker_room"}),
    ),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_rule_broken_on_the_way_is_named_and_nothing_else(spoilt: Spoilt) -> None:
    tale = spoilt.change(story(spoilt.text))
    found = verify(tale.inputs, tale.outputs)
    assert {violation.check for violation in found} == {spoilt.check, *spoilt.and_so}, found


def test_a_compartment_is_taken_until_it_is_emptied_even_when_its_parcel_is_past_due() -> None:
    tale = story(LOCKER)
    into = {size: _all_into(tale, "test/P2/1", size) for size in (SMALL, MIDDLE)}
    assert {violation.check for violation in verify(tale.inputs, into[SMALL])} == {"locker_room"}
    assert verify(tale.inputs, into[MIDDLE]) == []


def _all_into(tale: Story, event_id: str, lockers: tuple[LockerStay, ...]) -> list[Event]:
    """The outputs with other compartments in one match, whatever it had before."""
    return [
        replace(event, data=event.data.model_copy(update={"lockers": lockers})) if event.id == event_id else event
        for event in tale.outputs
    ]
