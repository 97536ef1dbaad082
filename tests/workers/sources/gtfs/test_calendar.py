from datetime import date

import pytest

from tests.workers.sources.gtfs.conftest import Read
from tests.workers.sources.gtfs.small_feed import MONDAY, SATURDAY, findings

HEADER = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
EXCEPTIONS = "service_id,date,exception_type\n"


def november(*days: int) -> list[date]:
    return [date(2026, 11, day) for day in days]


def test_a_service_runs_on_its_weekdays_from_its_first_to_its_last_date(read: Read) -> None:
    feed = read({"calendar.txt": HEADER + "weekdays,1,0,1,0,0,0,0,20261116,20261125\n"})
    assert feed.service_dates() == november(16, 18, 23, 25)


def test_no_trip_runs_on_another_date(read: Read) -> None:
    feed = read({})
    assert [len(list(feed.trips_on(day))) for day in (*november(22), MONDAY, SATURDAY, date(1970, 1, 1))] == [
        0,
        2,
        0,
        0,
    ]


def test_exceptions_add_and_remove_dates(read: Read) -> None:
    feed = read({"calendar_dates.txt": EXCEPTIONS + "weekdays,20261124,2\nweekdays,20261129,1\n"})
    assert feed.service_dates() == november(23, 25, 26, 27, 29)


def test_a_date_added_to_a_regular_day_or_removed_from_none_changes_nothing(read: Read) -> None:
    feed = read({"calendar_dates.txt": EXCEPTIONS + "weekdays,20261123,1\nweekdays,20261129,2\n"})
    assert feed.service_dates() == read({"calendar_dates.txt": None}).service_dates()


def test_calendar_dates_alone_is_enough(read: Read) -> None:
    feed = read({"calendar.txt": None, "calendar_dates.txt": EXCEPTIONS + "weekdays,20261128,1\n"})
    assert feed.service_dates() == [SATURDAY]
    assert [trip.service_date for trip in feed.trips_on(SATURDAY)] == [SATURDAY, SATURDAY]


def test_only_services_with_trips_make_service_dates(read: Read) -> None:
    feed = read({"calendar_dates.txt": EXCEPTIONS + "idle,20261201,1\n"})
    assert feed.service_dates() == november(23, 24, 25, 26, 27)


def test_a_trip_runs_on_the_dates_of_its_own_service(read: Read) -> None:
    feed = read(
        {
            "calendar_dates.txt": EXCEPTIONS + "saturday,20261128,1\n",
            "trips.txt": "route_id,service_id,trip_id\nV12,weekdays,out\nV12,saturday,back\n",
        }
    )
    assert [trip.trip_id for trip in feed.trips_on(MONDAY)] == ["out"]
    assert [trip.trip_id for trip in feed.trips_on(SATURDAY)] == ["back"]


def test_an_end_date_that_means_for_ever_ends_with_2099(read: Read) -> None:
    feed = read({"calendar.txt": HEADER + "weekdays,1,1,1,1,1,1,1,20261123,99991231\n"})
    assert feed.service_dates()[-1] == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,1,1,1,1,0,0,2026-11-23,20261129", "'2026-11-23' is no date such as 20261123"),
        ("1,1,1,1,1,0,0,20261123,20261131", "'20261131' is no date such as 20261123"),
        ("1,1,1,1,1,0,0,20261123,", "'' is no date such as 20261123"),
        ("1,1,1,1,1,0,0,20261129,20261123", "it ends on 20261123, before it starts on 20261129"),
        ("1,1,yes,1,1,0,0,20261123,20261129", "wednesday is 'yes', not 0 or 1"),
    ],
)
def test_a_service_that_cannot_be_read_is_skipped(read: Read, row: str, reason: str) -> None:
    calendar = HEADER + f"weekdays,1,1,1,1,1,0,0,20261123,20261129\nbad,{row}\n"
    feed = read(
        {"calendar.txt": calendar, "trips.txt": "route_id,service_id,trip_id\nV12,weekdays,out\nV12,bad,back\n"}
    )
    assert list(feed.trip_ids) == ["out"]
    assert findings(feed) == [
        f"calendar.txt:3: the days of the service bad cannot be read ({reason}): the row is skipped",
        "trips.txt:3: the trip back names the service 'bad', which no calendar has: it never runs",
    ]


def test_a_service_given_twice_counts_once(read: Read) -> None:
    rows = "weekdays,1,0,0,0,0,0,0,20261123,20261129\nweekdays,0,1,0,0,0,0,0,20261123,20261129\n"
    feed = read({"calendar.txt": HEADER + rows})
    assert feed.service_dates() == [MONDAY]
    assert findings(feed) == ["calendar.txt:3: the service weekdays is given again: the first one counts"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("weekdays,tomorrow,1", "'tomorrow' is no date such as 20261123"),
        ("weekdays,20261128,3", "exception_type is '3', not 1 or 2"),
        ("weekdays,20261124,1", "20261124 is given again"),
    ],
)
def test_an_exception_that_cannot_be_used_is_skipped(read: Read, row: str, reason: str) -> None:
    feed = read({"calendar_dates.txt": EXCEPTIONS + f"weekdays,20261124,2\n{row}\n"})
    assert feed.service_dates() == november(23, 25, 26, 27)
    assert findings(feed) == [
        f"calendar_dates.txt:3: an exception of the service weekdays cannot be used ({reason}): the row is skipped"
    ]
