import pytest

from tests.workers.sources.gtfs.conftest import Read
from tests.workers.sources.gtfs.small_feed import MONDAY, stop_times, trip_on
from workers.sources.gtfs.distance import great_circle_m

STOPS = "stop_id,stop_name,stop_lat,stop_lon\nV,V,57,25\nS,S,58,25\nP,P,57,25\nA,A,0,0\n"
TRIPS = "trip_id,route_id,service_id\nout,V12,weekdays\n"
ONE_DEGREE_M = 111_195


def test_a_degree_of_latitude_is_111_km() -> None:
    assert great_circle_m(57, 25, 58, 25) == pytest.approx(ONE_DEGREE_M, abs=1)


def test_a_degree_of_longitude_shrinks_towards_the_pole() -> None:
    assert great_circle_m(0, 25, 0, 26) == pytest.approx(ONE_DEGREE_M, abs=1)
    assert great_circle_m(60, 25, 60, 26) == pytest.approx(ONE_DEGREE_M / 2, rel=1e-4)


def test_the_other_side_of_the_earth_is_half_its_girth_away() -> None:
    assert great_circle_m(0, 0, 0, 180) == pytest.approx(20_015_115, abs=1)
    assert great_circle_m(37.3, 12.9, -37.3, -167.1) == pytest.approx(20_015_115, abs=1)


def test_valmiera_lies_about_32_km_from_smiltene() -> None:
    assert great_circle_m(57.5407, 25.4275, 57.4240, 25.9010) == pytest.approx(31_180, abs=100)


def test_the_distance_of_a_call_sums_the_way_from_stop_to_stop(read: Read) -> None:
    rows = ("out,07:00:00,,V,1", "out,08:00:00,,S,2", "out,09:00:00,,P,3")
    feed = read({"stops.txt": STOPS, "trips.txt": TRIPS} | stop_times(*rows))
    assert [call.distance_m for call in trip_on(feed, MONDAY, "out").calls] == [0, ONE_DEGREE_M, 2 * ONE_DEGREE_M]


def test_one_stop_without_coordinates_leaves_the_whole_trip_without_distances(read: Read) -> None:
    rows = ("out,07:00:00,,V,1", "out,08:00:00,,S,2", "out,09:00:00,,A,3")
    feed = read({"stops.txt": STOPS, "trips.txt": TRIPS} | stop_times(*rows))
    assert [call.distance_m for call in trip_on(feed, MONDAY, "out").calls] == [None, None, None]


def test_shape_dist_traveled_is_no_distance_in_metres(read: Read) -> None:
    rows = ("out,07:00:00,,V,1,0", "out,08:00:00,,S,2,69.1")
    columns = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled"
    feed = read({"stops.txt": STOPS, "trips.txt": TRIPS} | stop_times(*rows, columns=columns))
    assert [call.distance_m for call in trip_on(feed, MONDAY, "out").calls] == [0, ONE_DEGREE_M]
