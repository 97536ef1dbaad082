"""Two worlds with the same parcels, each decided for real, side by side."""

from contracts.instants import epoch_s
from matcher.verify import verify
from tests.worlds.world import World, world
from workers.compose import decide_offline
from workers.matching.make_decider import SolveSettings
from workers.surfaces.comparison.comparison import Comparison, PlaceServed, Side
from workers.surfaces.report.facts import read_facts

VALLEY = """
    now 2026-11-22 12:00
    area valley  zone Europe/Riga
    day 2026-11-23
    place A  at 57.0 25.0
    {h}  at 57.2 25.4
    place V  at 57.4 25.5
    trip T1  A 07:00  H 08:00  hold {litres} l
    trip T2  H 08:30  V 09:00  hold 100 l
    parcel P1  A -> H  ready 06:00  due 12:00  20 l 4 kg  value 5.00
    parcel P2  A -> V  ready 06:00  due 12:00  10 l 4 kg  value 5.00
    parcel P3  A -> H  ready 06:00  due 12:00  11 l 4 kg  value 4.00
"""


def valley(*, hub: bool = False, litres: int = 100) -> World:
    """A village V behind H; without a hub at H nothing gets there from A."""
    return world(VALLEY.format(h="hub H" if hub else "place H", litres=litres))


def compared(a: World, b: World) -> Comparison:
    """Both planned and verified."""
    return Comparison(side("a", a), side("b", b))


def side(label: str, told: World) -> Side:
    outputs = decide_offline(told.events, epoch_s(told.now), SolveSettings(1, 10.0))
    assert verify(told.events, outputs) == []
    return Side(label, read_facts(told.events, outputs))


def served(comparison: Comparison) -> dict[str, tuple[int, int, int]]:
    """By place: asked for, served before and after."""
    return {place.stop_id: _three(place) for place in comparison.places}


def _three(place: PlaceServed) -> tuple[int, int, int]:
    return (place.requested, place.before, place.after)
