"""The remedy of each reason, by hand: which field, what it becomes, and how it is said."""

from dataclasses import replace

import pytest

from contracts.area import AreaPublished, Language
from contracts.instants import epoch_s
from contracts.unmatched import ParcelUnmatched
from matcher.decide import decide
from matcher.evolve import evolve
from tests.matcher.deciding import SEED, as_events, decided, never, state_of
from tests.worlds.plan_text import live_decisions
from tests.worlds.world import World, world

WORLD = """
    now 2026-11-22 12:00
    area test  notice 15 min
    place A  cut_off 15  open 06:00-22:00  classes ambient chilled  at 57.00 25.00
    place N  cut_off 15  classes ambient chilled  at 57.01 25.00
    hub H  transfer 10  classes ambient chilled  at 57.20 25.00
    place B  release 10  classes ambient  at 57.40 25.00
    place C  classes ambient chilled  at 57.41 25.00
    trip T1 2026-11-23  A 07:10  N 07:15  H 08:00  hold 20 l 4 kg 2 pcs 40 cm ambient chilled
    trip T2 2026-11-23  H 08:10  B 09:00  C 09:05  hold 20 l 4 kg 2 pcs 40 cm ambient chilled
    trip T3 2026-11-24  A 08:10  B 09:00  hold 30 l 4 kg 9 pcs 40 cm
"""
PARCEL = "parcel P  A -> B  ready 06:55  due 09:10  10 l 2 kg 40 cm  value 5"
WAYS = {
    "due too early": (
        ("due 09:10", "due 09:09"),
        ("DUE_TOO_EARLY", "due_at", "2026-11-23T09:10:00+02:00"),
        "With 09:10 as the latest time it can travel on T1 at 07:10, changing at H.",
    ),
    "cut-off missed": (
        ("ready 06:55  due 09:10", "ready 2026-11-24 08:00  due 2026-11-24 12:00"),
        ("CUT_OFF_MISSED", "ready_at", "2026-11-24T07:55:00+02:00"),
        "If it is ready by 07:55 it can travel on T3 at 08:10.",
    ),
    "too long": (
        ("40 cm", "41 cm"),
        ("TOO_LARGE", "longest_side_mm", 400),
        "If no side is longer than 40 cm it can travel on T1 at 07:10, changing at H.",
    ),
    "too heavy": (
        ("2 kg", "4001 g"),
        ("TOO_LARGE", "weight_g", 4000),
        "With at most 4 kg it can travel on T1 at 07:10, changing at H.",
    ),
    "too many": (
        ("10 l", "10 l 10 pcs"),
        ("TOO_LARGE", "pieces", 2),
        "With 2 pieces at most it can travel on T1 at 07:10, changing at H.",
    ),
    "a class that is not offered at the destination": (
        ("40 cm", "40 cm chilled"),
        ("HANDLING_NOT_OFFERED", "handling_class", "ambient"),
        "As ambient goods it can travel on T1 at 07:10, changing at H.",
    ),
    "nobody comes from there": (
        ("A -> B", "C -> H"),
        ("NO_JOURNEY", "origin_stop_id", "N"),
        "Handed in at N it can travel on T1 at 07:15.",
    ),
    "a misspelt destination": (
        ("A -> B", "A -> BB"),
        ("UNKNOWN_STOP", "destination_stop_id", "B"),
        "Collected at B it can travel on T1 at 07:10, changing at H.",
    ),
    "not worth its cost": (
        ("value 5", "value 0.45"),
        ("NOT_WORTH_ITS_COST", "value_millis", 452),
        "If carrying it were worth €0.452 it could travel on T1 at 07:10, changing at H.",
    ),
    "sold out, and more time": (
        ("parcel P ", "parcel O  A -> H  15 l\n    parcel P "),
        ("CAPACITY_SOLD_OUT", "due_at", "2026-11-24T09:10:00+02:00"),
        "With Tue 24 Nov 09:10 as the latest time it can travel on T3 at 08:10.",
    ),
    "sold out, and less of it": (
        ("parcel P  A -> B", "parcel O  A -> H  15 l\n    parcel P  A -> C"),
        ("CAPACITY_SOLD_OUT", "volume_ml", 5000),
        "With at most 5 l it can travel on T1 at 07:10, changing at H.",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_remedy_is_the_smallest_change_of_the_field_at_fault(way: str) -> None:
    change, (reason, field, to), sentence = WAYS[way]
    refusal = _refusal(_world(*change))
    assert refusal.remedy is not None
    assert (refusal.reason, refusal.remedy.field, refusal.remedy.to) == (reason, field, to)
    assert refusal.remedy.sentence == sentence


def test_two_faults_at_once_have_no_remedy() -> None:
    assert _refusal(_world("40 cm  value 5", "41 cm  value 0.1")).remedy is None


def test_a_withdrawn_parcel_has_no_remedy() -> None:
    assert _refusal(_world("value 5", "value 5\n    withdrawn P")).remedy is None


def test_a_member_of_a_consignment_that_is_not_complete_has_no_remedy() -> None:
    refusal = _refusal(_world("value 5", "value 5  consignment C 2 all_or_none"))
    assert (refusal.reason, refusal.remedy) == ("CONSIGNMENT_INCOMPLETE", None)


def test_a_follower_may_come_later_or_sooner_after_the_parcel_before_it() -> None:
    forerunner = "parcel F  A -> H  1 l  value 9\n    "
    follower = "parcel P  H -> B  ready 06:55  due 09:10  1 l  value 5  after F gap 11"
    refusal = _refusal(_world(PARCEL, forerunner + follower))
    assert refusal.remedy is not None
    assert (refusal.reason, refusal.remedy.field, refusal.remedy.to) == ("WAITS_FOR_PARCEL", "after_gap_s", 600)


def test_a_decision_that_would_differ_by_its_remedy_alone_is_not_published_again() -> None:
    """Once T3 is full more time no longer helps; but the parcel was told what was free when it was decided."""
    first = _world("parcel P ", "parcel O  A -> H  15 l\n    parcel P ")
    state = state_of("test", first.events)
    for event in as_events("test", decide(state, epoch_s(first.now), SEED, never)):
        evolve(state, event)
    full = "parcel Q  A -> B  ready 2026-11-24 06:00  due 2026-11-24 12:00  30 l  value 9"
    evolve(state, replace(world(f"{WORLD}\n    {full}").events[-1], id="later"))
    state.cache.clear()
    said = [body.parcel_id for body in decide(state, epoch_s(first.now), SEED, never).parcels]
    assert said == ["Q"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.ENGLISH, "With 09:10 as the latest time it can travel on T1 at 07:10, changing at H."),
        (
            Language.LATVIAN,
            "Ja pēdējais termiņš būtu plkst. 09:10, tas varētu braukt ar „T1” (plkst. 07:10), pārsēžot pieturā H.",
        ),
        (Language.PORTUGUESE, "Se puder chegar até às 09:10, pode viajar em T1 (às 07:10), com transbordo em H."),
        (Language.DUTCH, "Met 09:10 uur als uiterste tijd kan het mee met T1 om 07:10 uur, met overslag in H."),
    ],
)
def test_an_area_is_spoken_to_in_its_language(language: Language, sentence: str) -> None:
    told = _world("due 09:10", "due 09:09")
    events = [
        replace(event, data=event.data.model_copy(update={"language": language}))
        if isinstance(event.data, AreaPublished)
        else event
        for event in told.events
    ]
    refusal = _refusal(World(told.text, told.now, events))
    assert refusal.remedy is not None
    assert refusal.remedy.sentence == sentence


def _world(old: str, new: str) -> World:
    assert old in PARCEL
    return world(f"{WORLD}\n    {PARCEL.replace(old, new)}")


def _refusal(given: World) -> ParcelUnmatched:
    refusal = live_decisions(decided(given))["P"]
    assert isinstance(refusal, ParcelUnmatched), refusal
    return refusal
