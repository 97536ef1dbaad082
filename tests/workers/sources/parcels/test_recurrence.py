"""Recurring rows of parcels.csv."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.instants import format_instant
from tests.workers.sources.parcels.parcel_file import HEADER, ROW, parcels, reader, write
from tests.workers.sources.parcels.test_parcels_csv import faults
from workers.sources.findings import Findings
from workers.sources.recurrence import MOST_OCCURRENCES, read_weekdays

RECURS = f"{HEADER},recurs_on,recurs_until"
AFTER = f"{RECURS},after_parcel_id"
MONDAY = date(2026, 11, 23)


def ids(folder: Path, *rows: str, header: str = RECURS) -> list[str]:
    return [parcel.parcel_id for parcel in parcels(folder, *rows, header=header)]


@pytest.mark.parametrize(
    ("text", "days"),
    [("Mo", {0}), ("Tu", {1}), ("Mo,Th", {0, 3}), ("Mo-Fr", {0, 1, 2, 3, 4}), ("Sa-Mo", {0, 5, 6}), ("Mo, We-Th", {0, 2, 3}),
     ("Mo-Mo", {0})],
)  # fmt: skip
def test_days_of_the_week_are_names_and_ranges(text: str, days: set[int]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "mo", "Monday", "Mo;Th", "Mo-", "-Mo", "Mo,,Th", "PH", "1", "Mo 10:00-12:00"])
def test_other_text_is_no_days_of_the_week(text: str) -> None:
    with pytest.raises(ValueError, match="is not days of the week such as Tu, Mo,Th or Mo-Fr"):
        read_weekdays(text)


def test_a_recurring_row_is_one_request_for_each_of_its_days(tmp_path: Path) -> None:
    each = parcels(tmp_path, f'{ROW},"Mo,Th",2026-12-03', header=RECURS)

    assert [parcel.parcel_id for parcel in each] == [
        "P-1@2026-11-23", "P-1@2026-11-26", "P-1@2026-11-30", "P-1@2026-12-03",
    ]  # fmt: skip
    assert format_instant(each[3].ready_at) == "2026-12-03T06:30:00+02:00"
    assert format_instant(each[3].due_at) == "2026-12-03T12:00:00+02:00"
    assert {parcel.weight_g for parcel in each} == {4200}


def test_the_last_day_counts_and_one_day_is_enough(tmp_path: Path) -> None:
    assert ids(tmp_path, f"{ROW},Mo,2026-11-23") == ["P-1@2026-11-23"]
    assert ids(tmp_path, f"{ROW},Mo,2026-11-29") == ["P-1@2026-11-23"]
    assert len(ids(tmp_path, f"{ROW},Mo,2026-11-30")) == 2


def test_due_on_a_later_day_stays_as_much_later(tmp_path: Path) -> None:
    overnight = ROW.replace("2026-11-23T12:00", "2026-11-25T12:00")
    _, second = parcels(tmp_path, f"{overnight},Mo,2026-11-30", header=RECURS)

    assert format_instant(second.due_at) == "2026-12-02T12:00:00+02:00"


def test_times_are_moved_on_the_local_clock_over_a_clock_change(tmp_path: Path) -> None:
    summer = ROW.replace("2026-11-23", "2026-10-19")
    first, second = parcels(tmp_path, f"{summer},Mo,2026-10-26", header=RECURS)

    assert (format_instant(first.ready_at), format_instant(second.ready_at)) == (
        "2026-10-19T06:30:00+03:00", "2026-10-26T06:30:00+02:00",
    )  # fmt: skip


def test_times_with_an_offset_are_moved_on_the_local_clock_too(tmp_path: Path) -> None:
    summer = ROW.replace("2026-11-23T06:30", "2026-10-19T03:30Z").replace("2026-11-23", "2026-10-19")
    first, second = parcels(tmp_path, f"{summer},Mo,2026-10-26", header=RECURS)

    assert format_instant(first.ready_at) == "2026-10-19T03:30:00Z"
    assert format_instant(second.ready_at) == "2026-10-26T06:30:00+02:00"


def test_a_time_that_a_clock_change_skips_is_an_error(tmp_path: Path) -> None:
    night = ROW.replace("2026-11-23T06:30", "2026-03-22T03:30").replace("2026-11-23", "2026-03-22")

    assert ids(tmp_path, f"{night},Su,2026-03-22") == ["P-1@2026-03-22"]
    assert faults(tmp_path, f"{night},Su,2026-03-29", header=RECURS) == [
        "2: ready_at: 2026-03-29 03:30:00 does not exist in Europe/Riga: clocks are put forward over it."
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("Mo,", "2: recurs_until: is empty, but recurs_on is filled."),
        (",2026-12-03", "2: recurs_on: is empty, but recurs_until is filled."),
        ("Monday,2026-12-03", "2: recurs_on: 'Monday' is not days of the week such as Tu, Mo,Th or Mo-Fr."),
        ("Mo,soon", "2: recurs_until: 'soon' is not a date such as 2026-11-23."),
        ("Mo,2026-02-30", "2: recurs_until: '2026-02-30' is not in the calendar."),
        ("Tu,2026-12-03", "2: recurs_on: does not name the day of ready_at, Monday 2026-11-23."),
        ("Mo,2026-11-22", "2: recurs_until: 2026-11-22 is before ready_at, 2026-11-23."),
        ("Mo,2199-12-30", "2: recurs_until: makes 9033 parcels; one row makes at most 400."),
    ],
)
def test_a_mistake_about_recurrence_is_named(tmp_path: Path, cells: str, expected: str) -> None:
    assert faults(tmp_path, f"{ROW},{cells}", header=RECURS) == [expected]


def test_a_row_makes_at_most_so_many_parcels(tmp_path: Path) -> None:
    last = MONDAY + timedelta(days=MOST_OCCURRENCES - 1)

    assert len(ids(tmp_path, f"{ROW},Mo-Su,{last}")) == MOST_OCCURRENCES
    assert faults(tmp_path, f"{ROW},Mo-Su,{last + timedelta(days=1)}", header=RECURS) == [
        f"2: recurs_until: makes {MOST_OCCURRENCES + 1} parcels; one row makes at most {MOST_OCCURRENCES}."
    ]


def test_an_empty_crate_goes_back_after_the_full_one_of_the_same_day(tmp_path: Path) -> None:
    crate = "C-1,A,V,2026-11-23T06:30,2026-11-23T20:00,1,1"
    rows = [f"{ROW},Mo,2026-12-07,", f"{crate},Mo,2026-11-30,P-1"]
    each = {parcel.parcel_id: parcel.after_parcel_id for parcel in parcels(tmp_path, *rows, header=AFTER)}

    assert each == {
        "P-1@2026-11-23": None, "P-1@2026-11-30": None, "P-1@2026-12-07": None,
        "C-1@2026-11-23": "P-1@2026-11-23", "C-1@2026-11-30": "P-1@2026-11-30",
    }  # fmt: skip


def test_a_recurring_parcel_may_come_after_one_that_does_not_recur(tmp_path: Path) -> None:
    each = parcels(tmp_path, f"{ROW},Mo,2026-11-30,P-9", header=AFTER)

    assert [parcel.after_parcel_id for parcel in each] == ["P-9", "P-9"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('"Mo,Tu",2026-11-24,P-1', "3: after_parcel_id: 'P-1' recurs on other days of the week."),
        ("Mo,2026-12-07,P-1", "3: after_parcel_id: 'P-1' does not recur on 2026-12-07."),
        (",,P-1", "3: after_parcel_id: 'P-1' recurs; name one of its parcels, such as P-1@2026-11-23."),
    ],
)
def test_what_a_parcel_comes_after_must_be_one_parcel(tmp_path: Path, cells: str, expected: str) -> None:
    rows = [f"{ROW},Mo,2026-11-30,", f"{ROW.replace('P-1', 'C-1')},{cells}"]

    assert faults(tmp_path, *rows, header=AFTER) == [expected]


def test_one_of_the_days_of_a_recurring_row_can_be_named(tmp_path: Path) -> None:
    rows = [f"{ROW},Mo,2026-11-30,", f"{ROW.replace('P-1', 'C-1')},,,P-1@2026-11-30"]

    assert parcels(tmp_path, *rows, header=AFTER)[-1].after_parcel_id == "P-1@2026-11-30"


def test_a_recurring_consignment_is_a_consignment_of_each_day(tmp_path: Path) -> None:
    header = f"{RECURS},consignment_id,consignment_parcels,consignment_bond"
    rows = [f"{row},Mo,2026-11-30,C,2,together" for row in (ROW, ROW.replace("P-1", "P-2"))]
    consignments = [each.consignment for each in parcels(tmp_path, *rows, header=header) if each.consignment]

    assert [each.consignment_id for each in consignments] == ["C@2026-11-23", "C@2026-11-30"] * 2
    assert {each.parcels for each in consignments} == {2}


def test_a_parcel_id_that_an_occurrence_has_is_taken(tmp_path: Path) -> None:
    rows = [f"{ROW},Mo,2026-11-30", f"{ROW.replace('P-1', 'P-1@2026-11-30')},,"]

    assert faults(tmp_path, *rows, header=RECURS) == ["3: parcel_id: 'P-1@2026-11-30' is in line 2 already."]


def test_a_fault_of_every_occurrence_is_named_once(tmp_path: Path) -> None:
    too_long = ROW.replace("P-1", "P" * 195)

    assert faults(tmp_path, f"{too_long},Mo,2026-12-07", header=RECURS) == [
        "2: parcel_id: String should have at most 200 characters."
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([MONDAY], ["P-1@2026-11-23"]),
        ([date(2026, 12, 1)], ["P-1@2026-11-30"]),
        ([date(2026, 11, 25)], []),
        ([date(2026, 11, 24), date(2026, 11, 30)], ["P-1@2026-11-23", "P-1@2026-11-30"]),
    ],
)
def test_for_some_dates_only_the_occurrences_that_touch_them_are_asked_for(
    tmp_path: Path, dates: list[date], expected: list[str]
) -> None:
    overnight = ROW.replace("2026-11-23T12:00", "2026-11-24T12:00")
    path = write(tmp_path, f"{RECURS}\n{overnight},Mo,2026-12-07\n")

    assert [parcel.parcel_id for parcel in reader().read(path, Findings(), dates)] == expected


def test_a_row_that_does_not_recur_is_asked_for_on_any_dates(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\n{ROW}\n")

    assert len(reader().read(path, Findings(), [date(2027, 5, 5)])) == 1
