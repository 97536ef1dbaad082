from datetime import date
from pathlib import Path

import pytest

from contracts.parcel import ParcelRequested
from contracts.stop import StopPublished
from tests.workers.sources.freight.small_area import MINIMAL, freight_file
from tests.workers.sources.gtfs.small_feed import Changes, write_folder
from tests.workers.sources.parcels.parcel_file import HEADER, ROW, write
from workers.errors import InputError
from workers.sources.day import Inputs, load_inputs
from workers.sources.publication.stamp import numbered_ids

WEEKEND_TOO: Changes = {
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "weekdays,1,1,1,1,1,0,0,20261123,20261130\n"
}


def load(
    folder: Path, *, changes: Changes | None = None, first_date: date = date(2026, 11, 23), days: int = 1,
    gtfs: list[str] | None = None, now: str | None = None, parcels: str = f"{HEADER}\n{ROW}\n",
) -> Inputs:  # fmt: skip
    feed = write_folder(folder / "feed", changes or {})
    return load_inputs(
        gtfs if gtfs is not None else [str(feed)],
        freight_file(folder, MINIMAL),
        encoding=None,
        first_date=first_date,
        days=days,
        parcels_path=write(folder, parcels),
        now=now,
        new_id=numbered_ids("e"),
    )


def test_timetables_come_first_and_parcels_after(tmp_path: Path) -> None:
    inputs = load(tmp_path)

    assert [event.kind.name for event in inputs.events[-2:]] == ["timetable.published", "parcel.requested"]
    assert inputs.area.area == "vidzeme"
    assert inputs.findings == []


def test_the_same_input_gives_the_same_events(tmp_path: Path) -> None:
    assert load(tmp_path).events == load(tmp_path).events


def test_a_parcel_without_a_value_is_worth_the_distance_between_its_places(tmp_path: Path) -> None:
    inputs = load(tmp_path)
    parcel = inputs.events[-1].data
    places = {event.data.stop_id: event.data for event in inputs.events if isinstance(event.data, StopPublished)}

    assert isinstance(parcel, ParcelRequested)
    assert places.keys() == {"V", "S", "P", "A"}
    # 97.6 km from Valmiera to Alūksne, within the half per cent by which maps differ.
    assert parcel.value_millis == pytest.approx(3500 + 200 * 4.2 + 20 * 97.6, abs=10)


def test_of_a_recurring_parcel_only_what_touches_the_dates_is_asked_for(tmp_path: Path) -> None:
    recurring = f"{HEADER},recurs_on,recurs_until\n{ROW},Mo-Fr,2026-12-31\n"
    inputs = load(tmp_path, first_date=date(2026, 11, 24), days=2, parcels=recurring)

    assert [event.data.parcel_id for event in inputs.events if isinstance(event.data, ParcelRequested)] == [
        "P-1@2026-11-24", "P-1@2026-11-25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (None, "2026-11-22T12:00:00+02:00"),
        ("2026-11-20T08:15", "2026-11-20T08:15:00+02:00"),
        ("2026-11-20T08:15:00Z", "2026-11-20T08:15:00+00:00"),
    ],
)
def test_all_is_published_at_noon_of_the_day_before_unless_said(tmp_path: Path, now: str | None, expected: str) -> None:
    inputs = load(tmp_path, now=now)

    assert inputs.now.isoformat() == expected
    assert {event.time for event in inputs.events} == {inputs.now}


@pytest.mark.parametrize("now", ["noon", "2026-11-20", "0001-01-01T00:00", "2026-03-29T03:30"])
def test_a_moment_that_cannot_be_is_refused(tmp_path: Path, now: str) -> None:
    with pytest.raises(InputError, match=r"^--now: "):
        load(tmp_path, now=now)


def test_findings_of_the_feed_are_passed_on(tmp_path: Path) -> None:
    trips = {"trips.txt": "route_id,service_id,trip_id\nV12,weekdays,out\nV12,weekdays,back\nV99,weekdays,lost\n"}

    assert [finding.code for finding in load(tmp_path, changes=trips).findings] == ["UNKNOWN_ROUTE"]


def test_dates_without_trips_among_dates_with_some_are_a_finding(tmp_path: Path) -> None:
    inputs = load(tmp_path, changes=WEEKEND_TOO, first_date=date(2026, 11, 27), days=4)

    assert [(finding.code, finding.count) for finding in inputs.findings] == [("NO_TRIP_ON_DATE", 2)]


@pytest.mark.parametrize(
    ("first_date", "days", "message"),
    [
        (date(2026, 11, 28), 1, "no trip runs on 2026-11-28: feed runs from 2026-11-23 to 2026-11-27, most on 2026-11-23"),
        (date(2026, 11, 28), 2, "no trip runs on 2026-11-28 to 2026-11-29"),
        (date(2026, 11, 23), 0, "--days: must be at least 1, not 0"),
        (date(1, 1, 1), 1, "--date: the dates must lie between 1970 and 2199"),
        (date(9999, 12, 31), 1, "--date: the dates must lie between 1970 and 2199"),
        (date(2026, 11, 23), 10**9, "--date: the dates must lie between 1970 and 2199"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_refused(tmp_path: Path, first_date: date, days: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, first_date=first_date, days=days)


@pytest.mark.parametrize(
    ("gtfs", "message"),
    [
        (["{feed}", "{feed}"], "only one feed may go without a name"),
        (["a={feed}", "a={feed}"], "'a' is given twice"),
        (["a={feed}", "{feed}"], "with several feeds each needs a name: --gtfs ID=FEED"),
        (["={feed}"], "is not FEED or ID=FEED"),
        (["a="], "is not FEED or ID=FEED"),
        (["a:b={feed}"], "an ID without colon"),
    ],
)
def test_feeds_are_named_when_there_are_several(tmp_path: Path, gtfs: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, gtfs=[option.format(feed=tmp_path / "feed") for option in gtfs])


def test_a_path_with_an_equals_sign_is_a_path(tmp_path: Path) -> None:
    feed = write_folder(tmp_path / "day=1", {})

    assert load(tmp_path, gtfs=[str(feed)]).events == load(tmp_path).events
