"""Places, links and which of them are drawn."""

from tests.workers.surfaces.report.planned import Planned, planned
from tests.worlds.plan import plan
from tests.worlds.world import world
from workers.surfaces.report.facts import read_facts
from workers.surfaces.report.loads import trip_loads
from workers.surfaces.report.network import Network, Service, build_network
from workers.surfaces.report.picture import SCHEMATIC_PLACES, compose


def network(told: Planned) -> Network:
    return build_network(told.facts, trip_loads(told.facts))


def test_a_link_sums_what_all_its_trips_carry_and_keeps_the_highest_share(valley: Planned) -> None:
    links = network(valley).links
    to_hub, on_from_hub = links["A", "H"], links["H", "C"]
    assert (to_hub.parcels, to_hub.volume_ml, to_hub.weight_g, to_hub.share) == (3, 85_000, 13_000, 0.85)
    assert (on_from_hub.parcels, on_from_hub.volume_ml, on_from_hub.share) == (1, 20_000, 20 / 30)
    assert links["D", "A"].parcels == 0


def test_each_direction_is_a_link_of_its_own(valley: Planned) -> None:
    assert ("H", "A") not in network(valley).links


def test_places_are_served_not_served_not_asked_for_or_closed(valley: Planned) -> None:
    services = {name: node.service for name, node in network(valley).nodes.items()}
    assert services == {
        "A": Service.SERVED,
        "H": Service.SERVED,
        "C": Service.SERVED,
        "D": Service.NOT_ASKED,
        "X": Service.NO_PARCELS,
        "Z": Service.NOT_SERVED,
    }


def test_parcels_that_change_trips_are_counted_at_the_hub(valley: Planned) -> None:
    nodes = network(valley).nodes
    assert (nodes["H"].changes, nodes["A"].changes) == (1, 0)


def test_with_coordinates_the_picture_is_a_map_north_up(valley: Planned) -> None:
    picture = compose(network(valley))
    assert picture.km_per_unit is not None
    assert picture.positions["Z"][1] < picture.positions["A"][1]
    assert picture.positions["C"][0] > picture.positions["A"][0]


def test_a_place_without_coordinates_stands_between_its_neighbours_on_a_map() -> None:
    picture = compose(
        network(
            planned(
                """
                now 2026-11-22 12:00
                day 2026-11-23
                place A  at 57.0 25.0
                place B
                place C  at 57.0 26.0
                trip T  A 07:00  B 08:00  C 09:00
                parcel P1  A -> C  ready 06:00  due 12:00
                """,
                "P1: T A 07:00 -> C 09:00 | hand in 07:00, collect 09:00",
            )
        )
    )
    assert picture.positions["A"][0] < picture.positions["B"][0] < picture.positions["C"][0]
    assert "1 place without coordinates" in picture.note


def test_without_coordinates_the_picture_is_a_schematic_and_says_so() -> None:
    picture = compose(network(long_line(3)))
    assert picture.km_per_unit is None
    assert "no coordinates" in picture.note
    assert set(picture.positions) == {"S0", "S1", "S2"}


def test_in_a_large_schematic_unused_places_of_a_line_are_drawn_through_not_left_out() -> None:
    picture = compose(network(long_line(100)))
    assert set(picture.positions) == {"S0", "S99"}
    assert [(link.origin, link.destination, link.parcels) for link in picture.links] == [("S0", "S99", 1)]


def test_a_schematic_never_holds_more_places_than_can_be_read() -> None:
    calls = [f"trip T{i}  M 07:00  E{i} 08:00" for i in range(400)]
    parcels = [f"parcel P{i}  M -> E{i}  ready 06:00  due 12:00  1 l" for i in range(400)]
    told = world("\n".join(["now 2026-11-22 12:00", "day 2026-11-23", "place M", *calls, *parcels]))
    outputs = plan(
        told, "\n".join(f"P{i}: T{i} M 07:00 -> E{i} 08:00 | hand in 07:00, collect 08:00" for i in range(400))
    )
    facts = read_facts(told.events, outputs)
    picture = compose(build_network(facts, trip_loads(facts)))
    assert len(picture.positions) == SCHEMATIC_PLACES
    assert "of 401 places" in picture.note


def test_an_area_without_trips_has_an_empty_picture() -> None:
    told = planned(
        "now 2026-11-22 12:00\nday 2026-11-23\nplace A\nparcel P1  A -> B  ready 06:00  due 12:00", "P1: NO_TIMETABLE"
    )
    assert compose(network(told)).links == []


def long_line(places: int) -> Planned:
    """One trip along many places; one parcel from its first to its last."""
    calls = "  ".join(f"S{i} {7 + i // 60:02d}:{i % 60:02d}" for i in range(places))
    last = f"{7 + (places - 1) // 60:02d}:{(places - 1) % 60:02d}"
    return planned(
        f"""
        now 2026-11-22 12:00
        day 2026-11-23
        place S0
        trip T  {calls}
        parcel P1  S0 -> S{places - 1}  ready 06:00  due 12:00  1 l
        """,
        f"P1: T S0 07:00 -> S{places - 1} {last} | hand in 07:00, collect {last}",
    )
