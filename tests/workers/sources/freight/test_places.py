from pathlib import Path

import pytest

from tests.workers.sources.freight.small_area import MINIMAL, area_of
from workers.errors import InputError

PLATFORMS = {
    "stops.txt": """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
V,Valmiera platform 1,57.5407,25.4275,0,Vst
V2,Valmiera platform 2,57.5408,25.4275,0,Vst
Vst,Valmieras autoosta,57.5409,25.4275,1,
Vin,Entrance,57.5409,25.4275,2,Vst
S,Smiltene,57.4240,25.9010,,
P,Palsmane,57.3920,26.1830,,
A,Alūksne,57.4220,27.0480,,
"""
}
METRE = 1 / 111_195
"""Degrees of latitude."""


def stops_in_a_row(*metres: float, name: str = "Centrs") -> dict[str, str]:
    """Stops X0, X1, ... of one name at these distances northward, and the small feed's own."""
    rows = [f"X{index},{name},{57 + distance * METRE:.6f},26.0" for index, distance in enumerate(metres)]
    return {"stops.txt": "stop_id,stop_name,stop_lat,stop_lon\nV,V,57.5,25.4\nS,S,57.4,25.9\nP,P,57.3,26.1\nA,A,57.4,27\n"
            + "\n".join(rows) + "\n"}  # fmt: skip


def groups(folder: Path, changes: dict[str, str], freight: str = MINIMAL) -> dict[str, str]:
    """Place of each stop X0, X1, ..."""
    places = area_of(folder, freight, changes).places
    return {stop_id: places.place_id(stop_id) for stop_id in places.stop_ids if stop_id.startswith("X")}


@pytest.mark.parametrize("stop_id", ["V", "V2", "Vst", "Vin"])
def test_platforms_and_entrances_are_the_place_of_their_station(tmp_path: Path, stop_id: str) -> None:
    places = area_of(tmp_path, MINIMAL, PLATFORMS).places

    assert places.place_of(stop_id) == "Vst"
    assert places.by_id["Vst"].name == "Valmieras autoosta"
    assert "V2" not in places.by_id


def test_a_hub_may_be_named_by_one_of_its_platforms(tmp_path: Path) -> None:
    assert area_of(tmp_path, MINIMAL.replace("stop_id: V,", "stop_id: V2,"), PLATFORMS).hubs.keys() == {"Vst", "A"}


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        ((0, 100), ["X0", "X0"]),
        ((0, 149), ["X0", "X0"]),
        ((0, 151), ["X0", "X1"]),
        ((0, 100, 200), ["X0", "X0", "X2"]),
        ((0, 100, 200, 300), ["X0", "X0", "X2", "X2"]),
        ((0, 70, 140), ["X0", "X0", "X0"]),
        ((0, 0), ["X0", "X0"]),
    ],
)
def test_stops_of_one_name_are_one_place_when_every_two_are_near(
    tmp_path: Path, metres: tuple[float, ...], expected: list[str]
) -> None:
    assert list(groups(tmp_path, stops_in_a_row(*metres)).values()) == expected


def test_near_stops_of_different_names_stay_apart(tmp_path: Path) -> None:
    changes = stops_in_a_row(0, 10)
    changes["stops.txt"] = changes["stops.txt"].replace("X1,Centrs", "X1,Tirgus")

    assert groups(tmp_path, changes) == {"X0": "X0", "X1": "X1"}


def test_without_same_place_nothing_is_joined(tmp_path: Path) -> None:
    without = MINIMAL.replace("same_place: {name_within_m: 150}\n", "")

    assert groups(tmp_path, stops_in_a_row(0, 10), without) == {"X0": "X0", "X1": "X1"}


def test_without_coordinates_the_name_decides(tmp_path: Path) -> None:
    changes = stops_in_a_row(0, 0, 0)
    lines = [",".join([*line.split(",")[:2], "0", "0"]) for line in changes["stops.txt"].splitlines()[1:]]
    changes["stops.txt"] = "stop_id,stop_name,stop_lat,stop_lon\n" + "\n".join(lines).replace("X2,Centrs", "X2,Tirgus")

    assert groups(tmp_path, changes) == {"X0": "X0", "X1": "X0", "X2": "X2"}


def test_the_smallest_id_by_utf_8_bytes_names_the_place(tmp_path: Path) -> None:
    changes = {"stops.txt": "stop_id,stop_name\nV,V\nS,S\nP,P\nA,A\nzeme,Centrs\n10,Centrs\n9,Centrs\nāra,Centrs\n"}

    assert area_of(tmp_path, MINIMAL, changes).places.place_of("āra") == "10"


def test_the_list_in_places_goes_before_names(tmp_path: Path) -> None:
    listed = MINIMAL + "places: {centre: [X1, S]}\n"

    assert groups(tmp_path, stops_in_a_row(0, 10, 20), listed) == {"X0": "X0", "X1": "S", "X2": "X0"}


def test_a_name_of_places_stands_for_the_place(tmp_path: Path) -> None:
    area = area_of(tmp_path, MINIMAL.replace("stop_id: V,", "stop_id: centre,") + "places: {centre: [V, S]}\n")

    assert area.hubs.keys() == {"S", "A"}
    assert area.places.place_of("centre") == "S"


def test_a_place_without_coordinates_takes_those_of_a_stop_in_it(tmp_path: Path) -> None:
    stops = "stop_id,stop_name,stop_lat,stop_lon\nV,V,57.5,25.4\nS,S,,\nP,P,57.3,26.1\nA,A,57.4,27\n"
    place = area_of(tmp_path, MINIMAL + "places: {centre: [V, S]}\n", {"stops.txt": stops}).places.by_id["S"]

    assert (place.name, place.lat, place.lon) == ("S", 57.5, 25.4)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("{centre: [V, Q]}", "places.centre[1]: the feed has no stop 'Q'."),
        ("{centre: [V, S], other: [S, P]}", "places.other[0]: is already part of another place."),
        ("{A: [V, S]}", "places.A: is also the id of a stop that is not in its list."),
        ("{centre: []}", "places.centre: names no stop."),
    ],
)
def test_a_mistake_in_places_is_named_with_its_line(tmp_path: Path, places: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        area_of(tmp_path, f"{MINIMAL}places: {places}\n")

    assert str(caught.value).endswith(f"freight.yaml:10: {expected}")


def test_a_stop_nobody_knows_stays_as_it_is_written(tmp_path: Path) -> None:
    assert area_of(tmp_path, MINIMAL).places.place_of("nowhere") == "nowhere"


def test_an_entrance_without_a_station_is_a_place_of_its_own(tmp_path: Path) -> None:
    stops = {"stops.txt": "stop_id,stop_name,location_type\nV,V,2\nS,S,\nP,P,\nA,A,\n"}

    assert area_of(tmp_path, MINIMAL, stops).places.place_of("V") == "V"
