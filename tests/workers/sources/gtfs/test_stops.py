import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import findings
from workers.sources.gtfs.feed import Stop

HEADER = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
OTHERS = "V,Valmiera,57.5407,25.4275,,\nP,Palsmane,57.3920,26.1830,,\nA,Alūksne,57.4220,27.0480,0,\n"


def stops(*rows: str) -> dict[str, str]:
    """The small feed's stops but S, then these rows from line 5 on."""
    return {"stops.txt": HEADER + OTHERS + "\n".join(rows) + "\n"}


def test_a_platform_keeps_the_station_it_belongs_to(read: Read) -> None:
    feed = read(stops("S,Smiltene 1,57.4240,25.9010,0,SAO", "SAO,Smiltenes autoosta,57.4241,25.9011,1,"))
    assert feed.stops["S"] == Stop("S", "Smiltene 1", 57.4240, 25.9010, 0, "SAO")
    assert feed.stops["SAO"] == Stop("SAO", "Smiltenes autoosta", 57.4241, 25.9011, 1, None)
    assert feed.findings == []


def test_a_station_may_stand_before_or_after_its_platforms(read: Read) -> None:
    feed = read(stops("SAO,Smiltenes autoosta,57.4241,25.9011,1,", "S,Smiltene 1,57.4240,25.9010,0,SAO"))
    assert feed.stops["S"].parent_station == "SAO"


def test_a_boarding_area_keeps_its_platform(read: Read) -> None:
    feed = read(stops("S,Smiltene,57.4,25.9,0,", "S1,Front,,,4,S"))
    assert feed.stops["S1"].parent_station == "S"


@pytest.mark.parametrize(
    ("rows", "line", "sentence"),
    [
        (
            ["S,Smiltene,57.4,25.9,0,SAO"],
            5,
            "names the parent station SAO, which the file does not have",
        ),
        (["S,Smiltene,57.4,25.9,0,S"], 5, "names S as its parent, which is no station"),
        (["S,Smiltene,57.4,25.9,0,V"], 5, "names V as its parent, which is no station"),
        (
            ["B,Big,57.4,25.9,1,", "S,Smiltene,57.4,25.9,1,B"],
            6,
            "is a station and cannot lie in another one (B)",
        ),
    ],
)
def test_a_parent_that_cannot_be_one_is_dropped(read: Read, rows: list[str], line: int, sentence: str) -> None:
    feed = read(stops(*rows))
    assert feed.stops["S"].parent_station is None
    assert f"stops.txt:{line}: the stop S {sentence}: it is read without a parent" in findings(feed)


@pytest.mark.parametrize("place", ["0,0", "0.0,0.000", "-0,0", ","])
def test_0_0_and_blank_count_as_no_coordinates(read: Read, place: str) -> None:
    feed = read(stops(f"S,Smiltene,{place},,"))
    assert (feed.stops["S"].lat, feed.stops["S"].lon) == (None, None)
    assert findings(feed) == ["stops.txt:5: the stop S has no coordinates"]


@pytest.mark.parametrize(("place", "lat", "lon"), [("0,25.9", 0.0, 25.9), ("57.4,0", 57.4, 0.0), ("-90,180", -90, 180)])
def test_a_single_0_is_a_coordinate(read: Read, place: str, lat: float, lon: float) -> None:
    feed = read(stops(f"S,Smiltene,{place},,"))
    assert (feed.stops["S"].lat, feed.stops["S"].lon) == (lat, lon)
    assert feed.findings == []


@pytest.mark.parametrize(
    "place", ["57.4,", ",25.9", '"57,4","25,9"', "574.0,25.9", "57.4,259", "nan,nan", "inf,0", "N57,E25"]
)
def test_coordinates_that_are_none_are_dropped_together(read: Read, place: str) -> None:
    feed = read(stops(f"S,Smiltene,{place},,"))
    assert (feed.stops["S"].lat, feed.stops["S"].lon) == (None, None)
    assert findings(feed)[0].endswith("is no place on earth: the stop S is read without coordinates")


def test_a_stop_without_a_name_is_called_by_its_id(read: Read) -> None:
    assert read(stops("S,,57.4,25.9,,")).stops["S"].name == "S"


def test_a_location_type_that_does_not_exist_is_read_as_a_stop(read: Read) -> None:
    feed = read(stops("S,Smiltene,57.4,25.9,9,"))
    assert feed.stops["S"].location_type == 0
    assert findings(feed) == ["stops.txt:5: location_type '9' of the stop S is not 0 to 4: it is read as 0"]


def test_a_stop_given_twice_counts_once(read: Read) -> None:
    feed = read(stops("S,Smiltene,57.4,25.9,,", "S,Other,58.0,26.0,,"))
    assert feed.stops["S"].name == "Smiltene"
    assert findings(feed) == ["stops.txt:6: the stop S is given again: the first one counts"]


def test_a_row_without_an_id_is_skipped(read: Read) -> None:
    feed = read(stops("S,Smiltene,57.4,25.9,,", ",Nowhere,58.0,26.0,,"))
    assert set(feed.stops) == {"V", "P", "A", "S"}
    assert findings(feed) == ["stops.txt:6: the row has no stop_id: it is skipped"]


def test_a_thousand_rows_with_the_same_fault_are_one_finding(read: Read) -> None:
    feed = read(stops("S,Smiltene,57.4,25.9,,", *(f"X{number},,0,0,," for number in range(1000))))
    (finding,) = feed.findings
    assert (finding.line, finding.code, finding.count) == (6, "NO_COORDINATES", 1000)


def test_a_file_without_stops_is_refused(refusal: Refusal) -> None:
    assert str(refusal({"stops.txt": HEADER})) == "stops.txt: the file has no stop"
