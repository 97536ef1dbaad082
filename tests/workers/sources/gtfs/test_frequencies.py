import pytest

from tests.workers.sources.gtfs.conftest import Read
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes, findings, times
from workers.sources.gtfs.feed import Feed

HEADER = "trip_id,start_time,end_time,headway_secs,exact_times\n"


def runs(*rows: str) -> Changes:
    return {"frequencies.txt": HEADER + "\n".join(rows) + "\n"}


def starts(feed: Feed) -> list[str | None]:
    return [trip.run_start for trip in feed.trips_on(MONDAY) if trip.trip_id == "out"]


@pytest.mark.parametrize("exact_times", ["", "0", "1"])
def test_runs_start_every_headway_from_the_start_until_before_the_end(read: Read, exact_times: str) -> None:
    feed = read(runs(f"out,06:00:00,08:00:00,2400,{exact_times}"))
    assert starts(feed) == ["06:00:00", "06:40:00", "07:20:00"]


def test_a_run_shifts_all_times_so_that_it_departs_at_its_start(read: Read) -> None:
    feed = read(runs("out,10:00:00,10:30:00,1800,1"))
    (trip, back) = feed.trips_on(MONDAY)
    assert times(trip) == ["10:00", "10:52-10:55", "11:20", "12:10"]
    assert back.run_start is None


def test_it_is_the_first_departure_that_lies_at_the_start(read: Read) -> None:
    rows = "out,07:00:00,07:10:00,V,1\nout,08:00:00,08:00:00,S,2\n"
    changes = {"stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + rows}
    (trip,) = read({**changes, **runs("out,10:00:00,10:30:00,1800,1")}).trips_on(MONDAY)
    assert times(trip) == ["09:50-10:00", "10:50"]


def test_several_rows_of_a_trip_are_several_headways(read: Read) -> None:
    feed = read(runs("out,09:00:00,10:00:00,1800,1", "out,07:00:00,09:00:00,3600,1"))
    assert starts(feed) == ["07:00:00", "08:00:00", "09:00:00", "09:30:00"]
    assert feed.findings == []


def test_runs_may_start_at_midnight_and_after_24_00(read: Read) -> None:
    feed = read(runs("out,00:00:00,00:10:00,600,1", "out,25:10:00,25:20:00,600,1"))
    assert starts(feed) == ["00:00:00", "25:10:00"]


def test_two_runs_at_the_same_time_are_one(read: Read) -> None:
    feed = read(runs("out,07:00:00,09:00:00,3600,1", "out,08:00:00,10:00:00,3600,1"))
    assert starts(feed) == ["07:00:00", "08:00:00", "09:00:00"]
    assert findings(feed) == ["frequencies.txt:3: the trip out has more than one run at the same time: one is kept"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("out,06:00:00,08:00:00,0,1", "headway_secs is '0', not a number of seconds from 1 to 86400"),
        ("out,06:00:00,08:00:00,-600,1", "headway_secs is '-600', not a number of seconds from 1 to 86400"),
        ("out,06:00:00,08:00:00,,1", "headway_secs is '', not a number of seconds from 1 to 86400"),
        ("out,08:00:00,08:00:00,600,1", "end_time 08:00:00 is not after start_time 08:00:00"),
        ("out,six,08:00:00,600,1", "'six' is no time such as 07:05:00 or 25:10:00"),
        ("out,06:00:00,,600,1", "'' is no time such as 07:05:00 or 25:10:00"),
    ],
)
def test_a_trip_whose_runs_cannot_be_read_does_not_run(read: Read, row: str, reason: str) -> None:
    feed = read(runs(row))
    assert [trip.trip_id for trip in feed.trips_on(MONDAY)] == ["back"]
    assert list(feed.trip_ids) == ["back"]
    assert findings(feed) == [
        f"frequencies.txt:2: the runs of the trip out cannot be read ({reason}): the row is skipped"
    ]


def test_a_row_that_names_no_trip_of_the_feed_is_skipped(read: Read) -> None:
    feed = read(runs("other,06:00:00,08:00:00,600,1"))
    assert starts(feed) == [None]
    assert findings(feed) == [
        "frequencies.txt:2: names the trip 'other', which trips.txt does not have: the row is skipped"
    ]


def test_an_empty_table_changes_nothing(read: Read) -> None:
    assert starts(read({"frequencies.txt": HEADER})) == [None]
