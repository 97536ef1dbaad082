import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import MONDAY, findings, trip_on

HEADER = "route_id,service_id,trip_id,trip_headsign\n"
OUT = "V12,weekdays,out,Alūksne\n"


def test_a_trip_has_the_headsign_route_and_agency_of_the_feed(read: Read) -> None:
    trip = trip_on(read({}), MONDAY, "out")
    assert (trip.headsign, trip.route_id, trip.agency_id, trip.run_start) == ("Alūksne", "V12", "vtu", None)


def test_trips_come_in_the_order_of_the_file(read: Read) -> None:
    feed = read({"trips.txt": HEADER + "V12,weekdays,back,\n" + OUT})
    assert [trip.trip_id for trip in feed.trips_on(MONDAY)] == ["back", "out"]
    assert list(feed.trip_ids) == ["back", "out"]


def test_a_trip_given_twice_counts_once(read: Read) -> None:
    feed = read({"trips.txt": HEADER + OUT + "V12,weekdays,back,\nV12,weekdays,out,Elsewhere\n"})
    assert trip_on(feed, MONDAY, "out").headsign == "Alūksne"
    assert findings(feed) == ["trips.txt:4: the trip out is given again: the first one counts"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("V13,weekdays,back,", "the trip back names the route 'V13', which routes.txt does not have: it is skipped"),
        ("V12,sundays,back,", "the trip back names the service 'sundays', which no calendar has: it never runs"),
    ],
)
def test_a_trip_that_names_what_is_not_there_is_skipped_with_its_stop_times(
    read: Read, row: str, sentence: str
) -> None:
    feed = read({"trips.txt": HEADER + OUT + row + "\n"})
    assert list(feed.trip_ids) == ["out"]
    assert findings(feed) == [f"trips.txt:3: {sentence}"]


def test_a_trip_without_an_id_is_skipped(read: Read) -> None:
    feed = read({"trips.txt": HEADER + OUT + "V12,weekdays,back,\nV12,weekdays,,\n"})
    assert list(feed.trip_ids) == ["out", "back"]
    assert findings(feed) == ["trips.txt:4: the row has no trip_id: it is skipped"]


def test_a_file_without_a_usable_trip_is_refused(refusal: Refusal) -> None:
    assert str(refusal({"trips.txt": HEADER})) == "trips.txt: the file has no trip that can be used"


def test_a_feed_none_of_whose_trips_can_be_used_is_refused_with_the_reasons(refusal: Refusal) -> None:
    error = refusal(
        {
            "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
            "out,07:10:00,07:10:00,V,1\nback,,,A,1\nback,18:10:00,18:10:00,V,2\n"
        }
    )
    assert error.sentence == (
        "no trip of the feed can be used: "
        "stop_times.txt:2: the trip out has a single call that can be used, but a trip needs two: it is skipped. "
        "stop_times.txt:3: the trip back has no time at its first call: it is skipped."
    )
