import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import FILES, MONDAY, Changes, findings, stop_times, times, trip_on
from workers.sources.gtfs.feed import Feed

TYPES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type"
BACK = ("back,16:00:00,16:00:00,A,1", "back,18:10:00,18:10:00,V,2")


def stops_of(feed: Feed, trip_id: str = "out") -> str:
    return " ".join(call.stop_id for call in trip_on(feed, MONDAY, trip_id).calls)


def test_calls_have_the_times_stops_and_sequences_of_the_feed(read: Read) -> None:
    trip = trip_on(read({}), MONDAY, "out")
    assert times(trip) == ["07:10", "08:02-08:05", "08:30", "09:20"]
    assert [(call.stop_id, call.stop_sequence) for call in trip.calls] == [("V", 1), ("S", 2), ("P", 3), ("A", 4)]


def test_times_may_pass_24_00_and_start_at_midnight(read: Read) -> None:
    feed = read(stop_times("out,00:00:00,00:00:00,V,1", "out,25:10:00,25:10:00,A,2", *BACK))
    assert [call.arrival_s for call in trip_on(feed, MONDAY, "out").calls] == [0, 90_600]


def test_times_may_lack_a_digit_or_have_spaces(read: Read) -> None:
    feed = read(stop_times("out,7:05:00, 07:05:00,V,1", "out, 8:00:00 ,8:00:00,A,2", *BACK))
    assert times(trip_on(feed, MONDAY, "out")) == ["07:05", "08:00"]
    assert feed.findings == []


def test_rows_may_come_in_any_order(read: Read) -> None:
    header, *rows = FILES["stop_times.txt"].splitlines()
    shuffled = [rows[index] for index in (5, 3, 0, 4, 2, 1)]
    assert list(read(stop_times(*shuffled, columns=header)).trips_on(MONDAY)) == list(read({}).trips_on(MONDAY))


def test_sequences_may_have_gaps_and_sort_as_numbers(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,07:10:00,V,9", "out,09:20:00,09:20:00,A,100", "out,08:00:00,,S,20", *BACK))
    assert stops_of(feed) == "V S A"


def test_a_trip_may_serve_a_stop_twice(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,08:00:00,,S,2", "out,09:00:00,,V,3", *BACK))
    assert stops_of(feed) == "V S V"
    assert feed.findings == []


def test_one_of_arrival_and_departure_stands_in_for_the_other(read: Read) -> None:
    feed = read(stop_times("out,,07:10:00,V,1", "out,08:02:00,,S,2", "out,09:20:00,,A,3", *BACK))
    assert times(trip_on(feed, MONDAY, "out")) == ["07:10", "08:02", "09:20"]


# Pickup and drop-off


def test_pickup_and_drop_off_types_are_kept_and_blank_is_0(read: Read) -> None:
    rows = ("out,07:10:00,,V,1,0,1", "out,08:00:00,,S,2,2,3", "out,08:30:00,,P,3,,", "out,09:00:00,,A,4,1,0")
    feed = read(stop_times(*rows, columns=TYPES) | {"trips.txt": "trip_id,route_id,service_id\nout,V12,weekdays\n"})
    calls = trip_on(feed, MONDAY, "out").calls
    assert [(call.pickup_type, call.drop_off_type) for call in calls] == [(0, 1), (2, 3), (0, 0), (1, 0)]


def test_without_the_columns_both_are_0(read: Read) -> None:
    assert {(call.pickup_type, call.drop_off_type) for call in trip_on(read({}), MONDAY, "out").calls} == {(0, 0)}


@pytest.mark.parametrize("text", ["4", "-1", "yes"])
def test_an_illegal_pickup_type_is_read_as_not_available(read: Read, text: str) -> None:
    rows = (f"out,07:10:00,,V,1,{text},0", "out,08:00:00,,S,2,0,0", "back,07:00:00,,A,1,0,0", "back,08:00:00,,V,2,0,0")
    feed = read(stop_times(*rows, columns=TYPES))
    assert trip_on(feed, MONDAY, "out").calls[0].pickup_type == 1
    assert findings(feed) == [
        f"stop_times.txt:2: pickup_type {text!r} of the trip out is not 0 to 3: it is read as 1, not available"
    ]


# Rows that cannot be used


def test_a_row_that_names_an_unknown_stop_is_skipped(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,08:00:00,,X9,2", "out,09:20:00,,A,3", *BACK))
    assert stops_of(feed) == "V A"
    assert findings(feed) == [
        "stop_times.txt:3: the trip out names the stop X9, which stops.txt does not have: the call is skipped"
    ]


def test_a_row_that_names_an_unknown_trip_is_skipped(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,09:20:00,,A,3", "V99,08:00:00,,S,2", *BACK))
    assert findings(feed) == [
        "stop_times.txt:4: names the trip 'V99', which trips.txt does not have: the row is skipped"
    ]


@pytest.mark.parametrize("column", ["location_id", "location_group_id"])
def test_rows_on_demand_without_a_stop_are_skipped_and_counted(read: Read, column: str) -> None:
    feed = read(
        stop_times(
            "out,07:10:00,,V,1,",
            "out,,,,2,zone-a",
            "out,,,,3,zone-b",
            "out,09:20:00,,A,4,",
            *(f"{row}," for row in BACK),
            columns=f"trip_id,arrival_time,departure_time,stop_id,stop_sequence,{column}",
        )
    )
    assert stops_of(feed) == "V A"
    (finding,) = feed.findings
    assert (finding.line, finding.count) == (3, 2)
    assert finding.sentence == "the trip out serves zone-a on demand (GTFS-Flex), not a stop: the row is skipped"


def test_a_row_that_names_no_stop_at_all_is_skipped(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,08:00:00,,,2", "out,09:20:00,,A,3", *BACK))
    assert findings(feed) == ["stop_times.txt:3: the trip out calls without a stop_id: the row is skipped"]


@pytest.mark.parametrize("text", ["", "two", "-2", "2.5", "²", "99999999999"])
def test_a_row_without_a_sequence_is_skipped(read: Read, text: str) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", f"out,08:00:00,,S,{text}", "out,09:20:00,,A,3", *BACK))
    assert stops_of(feed) == "V A"
    assert findings(feed) == [
        f"stop_times.txt:3: the trip out has a stop_sequence {text!r}, no number: the row is skipped"
    ]


def test_of_two_rows_with_the_same_sequence_the_first_counts(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,08:00:00,,S,2", "out,08:30:00,,P,2", "out,09:20:00,,A,3", *BACK))
    assert stops_of(feed) == "V S A"
    assert findings(feed) == ["stop_times.txt:4: the trip out has the stop_sequence 2 again: the first row counts"]


def test_a_time_that_cannot_be_read_is_taken_as_blank(read: Read) -> None:
    feed = read(stop_times("out,07:10:00,,V,1", "out,8h05,08:06:00,S,2", "out,09:20:00,,A,3", *BACK))
    assert times(trip_on(feed, MONDAY, "out")) == ["07:10", "08:06", "09:20"]
    (finding,) = findings(feed)
    assert finding == (
        "stop_times.txt:3: a time of the trip out cannot be read ('8h05' is no time such as 07:05:00 or 25:10:00): "
        "it is taken as blank"
    )


def test_a_call_at_a_station_is_kept_with_a_finding(read: Read) -> None:
    stops = "stop_id,stop_name,location_type\nV,Valmiera,1\nS,Smiltene,0\nP,Palsmane,0\nA,Alūksne,0\n"
    feed = read({"stops.txt": stops})
    assert stops_of(feed) == "V S P A"
    assert "stop_times.txt:2: the trip out calls at V, no stop or platform: taken as one" in findings(feed)


# Trips that cannot be used


def unusable(*rows: str) -> Changes:
    """`out` has these rows from line 2 on; `back` is as ever."""
    return stop_times(*rows, *BACK)


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (
            ["out,07:10:00,,V,1", "out,08:00:00,,S,2", "out,07:59:59,,P,3", "out,09:20:00,,A,4"],
            "stop_times.txt:4: the trip out goes back in time at the stop P: it is skipped",
        ),
        (
            ["out,07:10:00,,V,1", "out,08:00:00,07:59:00,S,2", "out,09:20:00,,A,4"],
            "stop_times.txt:3: the trip out goes back in time at the stop S: it is skipped",
        ),
        (
            ["out,23:50:00,,V,1", "out,,,S,2", "out,00:10:00,,A,4"],
            "stop_times.txt:4: the trip out goes back in time at the stop A: it is skipped",
        ),
        (
            ["out,,,V,1", "out,08:00:00,,S,2", "out,09:20:00,,A,4"],
            "stop_times.txt:2: the trip out has no time at its first call: it is skipped",
        ),
        (
            ["out,07:10:00,,V,1", "out,08:00:00,,S,2", "out,,,A,4"],
            "stop_times.txt:4: the trip out has no time at its last call: it is skipped",
        ),
        (
            ["out,07:10:00,,V,1"],
            "stop_times.txt:2: the trip out has a single call that can be used, but a trip needs two: it is skipped",
        ),
        ([], "trips.txt:2: the trip out has no call that can be used: it is skipped"),
    ],
)
def test_a_trip_that_cannot_be_used_is_left_out_and_named(read: Read, rows: list[str], finding: str) -> None:
    feed = read(unusable(*rows))
    assert [trip.trip_id for trip in feed.trips_on(MONDAY)] == ["back"]
    assert list(feed.trip_ids) == ["back"]
    assert findings(feed) == [finding]


def test_a_trip_may_stand_still(read: Read) -> None:
    feed = read(unusable("out,07:10:00,,V,1", "out,07:10:00,,S,2", "out,07:10:00,,A,3"))
    assert times(trip_on(feed, MONDAY, "out")) == ["07:10", "07:10", "07:10"]


def test_an_empty_table_is_refused(refusal: Refusal) -> None:
    error = refusal(stop_times())
    assert str(error) == "stop_times.txt: the file has no stop time that can be used"
