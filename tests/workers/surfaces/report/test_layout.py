"""Positions on the map and in the schematic."""

import math
from itertools import combinations, pairwise

from workers.surfaces.report.layout import map_positions, schematic_positions

LINE = [f"S{i}" for i in range(12)]
LINE_EDGES = list(pairwise(LINE))


def apart(positions: dict[str, tuple[float, float]], one: str, other: str) -> float:
    return math.dist(positions[one], positions[other])


def test_a_map_keeps_distances_in_kilometres() -> None:
    positions = map_positions({"Valmiera": (57.5407, 25.4275), "Cēsis": (57.3131, 25.2820)})
    assert math.isclose(apart(positions, "Valmiera", "Cēsis"), 26.8, abs_tol=0.3)


def test_the_same_network_always_gives_the_same_schematic() -> None:
    edges = [*LINE_EDGES, ("S3", "B1"), ("B1", "B2"), ("S7", "B2")]
    names = [*LINE, "B1", "B2"]
    assert schematic_positions(names, edges) == schematic_positions(names, edges)


def test_a_line_is_drawn_as_a_line_across_the_page() -> None:
    positions = schematic_positions(LINE, LINE_EDGES)
    lengths = [apart(positions, one, other) for one, other in LINE_EDGES]
    assert all(0.9 < length < 1.1 for length in lengths)
    assert apart(positions, "S0", "S11") > 10.5
    xs = [positions[name][0] for name in LINE]
    assert max(xs) - min(xs) > 10.5


def test_no_two_places_of_a_star_coincide() -> None:
    rays = [f"R{i}" for i in range(20)]
    positions = schematic_positions(["M", *rays], [("M", ray) for ray in rays])
    assert min(apart(positions, one, other) for one, other in combinations(positions, 2)) > 0.1


def test_parts_that_are_not_connected_stand_beside_each_other() -> None:
    positions = schematic_positions([*LINE, "X", "Y"], [*LINE_EDGES, ("X", "Y")])
    assert min(apart(positions, one, other) for one in LINE for other in ("X", "Y")) > 0.5


def test_a_place_alone_has_a_position() -> None:
    assert schematic_positions(["A"], []) == {"A": (0.0, 0.0)}
