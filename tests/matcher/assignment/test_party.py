"""Parcels of which all are matched or none find room wherever there is some for all of them."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from matcher.assignment.first_fit import first_fit
from matcher.assignment.solve import solve
from matcher.decide import decide
from tests.matcher.deciding import SEED, never, state_of
from tests.worlds.world import World, world

TRIPS = ("T1", "T2", "T3")


@st.composite
def crowded(draw: st.DrawFn) -> tuple[World, list[list[str]], dict[str, int], list[int]]:
    """Three trips with a little room, and parcels that each may take some of them."""
    room = {trip: draw(st.integers(0, 7)) for trip in TRIPS}
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    spans = [draw(st.sampled_from([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])) for _ in sizes]
    lines = ["now 2026-11-22 12:00", "area test", "place A", "place B"]
    for hour, trip in enumerate(TRIPS, start=7):
        lines.append(f"trip {trip} 2026-11-23  A {hour:02}:00  B {hour:02}:30  hold {room[trip]} l")
    for number, (size, (first, last)) in enumerate(zip(sizes, spans, strict=True)):
        times = f"ready {first + 7:02}:00  due {last + 6:02}:30"
        lines.append(f"parcel P{number}  A -> B  {times}  {size} l  consignment C {len(sizes)} all_or_none")
    may = [[TRIPS[index] for index in range(first, last)] for first, last in spans]
    return world("\n".join(lines)), may, room, sizes


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(crowded())
def test_a_party_is_matched_exactly_if_there_is_a_way(
    told: tuple[World, list[list[str]], dict[str, int], list[int]],
) -> None:
    small, may, room, sizes = told
    there_is_a_way = any(
        all(sum(size for size, trip in zip(sizes, way, strict=True) if trip == each) <= room[each] for each in TRIPS)
        for way in product(*may)
    )
    for method in (solve, first_fit):
        state = state_of("test", small.events)
        parcels = decide(state, epoch_s(small.now), SEED, never, method).parcels
        matched = [isinstance(decision, ParcelMatched) for decision in parcels]
        assert matched == [there_is_a_way] * len(sizes)
