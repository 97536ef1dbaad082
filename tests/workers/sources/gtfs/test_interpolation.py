import pytest

from tests.workers.sources.gtfs.conftest import Read
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes, stop_times, times, trip_on

WITH_DISTANCE = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled"
ON_A_LINE = "stop_id,stop_name,stop_lat,stop_lon\nV,V,57,25.0\nS,S,57,25.1\nP,P,57,25.4\nA,A,57,26.0\n"
NOWHERE = "stop_id,stop_name\nV,V\nS,S\nP,P\nA,A\n"
TRIPS = "trip_id,route_id,service_id\nout,V12,weekdays\n"


def blank_between(start: str, end: str) -> Changes:
    return stop_times(f"out,{start},{start},V,1", "out,,,S,2", "out,,,P,3", f"out,{end},{end},A,4")


def out(read: Read, *changes: Changes) -> list[str]:
    together: dict[str, str | bytes | None] = {"trips.txt": TRIPS}
    for change in changes:
        together |= change
    return times(trip_on(read(together), MONDAY, "out"))


def test_blank_times_follow_the_distance_between_the_stops(read: Read) -> None:
    assert out(read, {"stops.txt": ON_A_LINE}, blank_between("07:00:00", "08:40:00")) == [
        "07:00",
        "07:10",
        "07:40",
        "08:40",
    ]


def test_without_coordinates_blank_times_are_spread_evenly(read: Read) -> None:
    assert out(read, {"stops.txt": NOWHERE}, blank_between("07:00:00", "08:30:00")) == [
        "07:00",
        "07:30",
        "08:00",
        "08:30",
    ]


def test_one_stop_without_coordinates_in_a_gap_spreads_it_evenly(read: Read) -> None:
    stops = ON_A_LINE.replace("P,P,57,25.4", "P,P,0,0")
    assert out(read, {"stops.txt": stops}, blank_between("07:00:00", "08:30:00")) == [
        "07:00",
        "07:30",
        "08:00",
        "08:30",
    ]


def test_shape_dist_traveled_goes_before_straight_lines(read: Read) -> None:
    rows = ("out,07:00:00,,V,1,2.5", "out,,,S,2,7.5", "out,,,P,3,10", "out,07:40:00,,A,4,12.5")
    assert out(read, {"stops.txt": ON_A_LINE}, stop_times(*rows, columns=WITH_DISTANCE)) == [
        "07:00",
        "07:20",
        "07:30",
        "07:40",
    ]


@pytest.mark.parametrize("distances", [(0, 0, 0, 0), (0, 5, 3, 9), (0, "", 3, 9), (0, "far", 3, 9), (0, "inf", 3, 9)])
def test_shape_dist_traveled_that_leads_nowhere_is_not_followed(read: Read, distances: tuple[object, ...]) -> None:
    rows = [
        f"out,{time},,{stop},{sequence},{distance}"
        for sequence, (time, stop, distance) in enumerate(
            zip(("07:00:00", "", "", "08:40:00"), "VSPA", distances, strict=True)
        )
    ]
    assert out(read, {"stops.txt": ON_A_LINE}, stop_times(*rows, columns=WITH_DISTANCE)) == [
        "07:00",
        "07:10",
        "07:40",
        "08:40",
    ]


def test_each_gap_runs_from_a_departure_to_an_arrival(read: Read) -> None:
    rows = (
        "out,06:50:00,07:00:00,V,1",
        "out,,,S,2",
        "out,07:30:00,08:00:00,P,3",
        "out,,,S,4",
        "out,09:00:00,09:30:00,V,5",
    )
    assert out(read, {"stops.txt": NOWHERE}, stop_times(*rows)) == [
        "06:50-07:00",
        "07:15",
        "07:30-08:00",
        "08:30",
        "09:00-09:30",
    ]


def test_stops_at_one_place_are_spread_evenly(read: Read) -> None:
    stops = "stop_id,stop_lat,stop_lon\n" + "".join(f"{stop},57,25\n" for stop in "VSPA")
    assert out(read, {"stops.txt": stops}, blank_between("07:00:00", "08:30:00")) == [
        "07:00",
        "07:30",
        "08:00",
        "08:30",
    ]


def test_a_gap_may_start_at_midnight(read: Read) -> None:
    assert out(read, {"stops.txt": NOWHERE}, blank_between("00:00:00", "00:03:00")) == [
        "00:00",
        "00:01",
        "00:02",
        "00:03",
    ]


def test_filled_times_are_whole_seconds_that_never_go_back(read: Read) -> None:
    rows = ["out,07:00:00,,V,0", *(f"out,,,{'SPA'[n % 3]},{n}" for n in range(1, 50)), "out,07:00:07,,V,50"]
    feed = read({"trips.txt": TRIPS, "stops.txt": ON_A_LINE} | stop_times(*rows))
    seconds = [time for call in trip_on(feed, MONDAY, "out").calls for time in (call.arrival_s, call.departure_s)]
    assert seconds == sorted(seconds)
    assert (seconds[0], seconds[-1]) == (25_200, 25_207)
    assert set(map(type, seconds)) == {int}
