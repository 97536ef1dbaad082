from datetime import date, timedelta

import pytest

from contracts.stop import OpenException
from tests.workers.sources.freight.test_opening import written
from workers.sources.freight.dated_opening import REACH, Opening, check_country, check_opening, opened

TUESDAY = date(2026, 11, 24)
CHRISTMAS_EVE = date(2026, 12, 24)


def exceptions(expression: str, *dates: date, country: str | None = "LV") -> dict[str, str]:
    """Month and day to its spans: `12-24` -> `08:00-12:00`."""
    found: tuple[OpenException, ...] = opened(Opening(expression, country), dates or (CHRISTMAS_EVE,)).exceptions
    return {f"{each.date:%m-%d}": ",".join(f"{span.from_}-{span.to}" for span in each.spans) for each in found}


def week(expression: str, *dates: date) -> str:
    """The plain week of the expression."""
    return written(opened(Opening(expression, "LV"), dates or (CHRISTMAS_EVE,)).week)


def test_a_plain_week_has_no_exceptions() -> None:
    assert exceptions("Mo-Fr 06:00-22:00; Sa 08:00-18:00") == {}
    assert opened(Opening("24/7"), [TUESDAY]).week is None


def test_holidays_and_a_date_are_exceptions_to_the_week() -> None:
    expression = "Mo-Fr 06:00-22:00; PH off; 2026 Dec 24 08:00-12:00"

    assert week(expression) == "mon,tue,wed,thu,fri 06:00-22:00"
    assert exceptions(expression) == {"12-24": "08:00-12:00", "12-25": "", "12-31": "", "01-01": ""}


def test_a_holiday_on_a_day_that_is_closed_anyway_is_no_exception() -> None:
    assert exceptions("Mo-We 06:00-22:00; PH off") == {}  # the holidays of this winter are Thursdays to Saturdays


def test_which_days_are_holidays_is_a_matter_of_the_country() -> None:
    independence = date(2026, 12, 1)

    assert exceptions("PH off; 24/7", independence) == {}  # the later rule holds
    assert exceptions("Mo-Su 08:00-12:00; PH off", independence, country="PT") == {
        "12-01": "", "12-08": "", "12-25": "",
    }  # fmt: skip
    assert exceptions("Mo-Su 08:00-12:00; PH off", independence, country="NL") == {"12-25": "", "12-26": ""}


def test_open_on_holidays_only_is_a_week_without_windows() -> None:
    assert week("PH 10:00-12:00") == "never"
    assert exceptions("PH 10:00-12:00")["12-25"] == "10:00-12:00"


def test_always_but_on_holidays_is_a_week_of_whole_days() -> None:
    assert week("24/7; PH off") == "mon,tue,wed,thu,fri,sat,sun 00:00-24:00"
    assert exceptions("24/7; PH off")["12-25"] == ""


def test_a_whole_day_before_a_holiday_ends_at_midnight() -> None:
    assert week("Mo-Su 20:00-24:00; PH off") == "mon,tue,wed,thu,fri,sat,sun 20:00-24:00"
    assert exceptions("Mo-Su 00:00-02:00,20:00-24:00; PH off") == {
        "12-23": "20:00-24:00", "12-24": "", "12-25": "", "12-26": "", "12-27": "00:00-02:00,20:00-02:00",
        "12-30": "20:00-24:00", "12-31": "", "01-01": "", "01-02": "00:00-02:00,20:00-02:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Mo-Su 08:00-12:00; Dec 24-26 off", {"12-24": "", "12-25": "", "12-26": ""}),
        ("Mo-Su 08:00-12:00; easter -2 days off", {"04-03": ""}),
        ("Mo-Su 08:00-12:00; Mo[1] off", {"04-06": ""}),
        ("Mo-Su 08:00-12:00; week 15 Mo 09:00-10:00", {"04-06": "09:00-10:00"}),
    ],
)
def test_dates_weeks_and_the_n_th_weekday_can_be_said(expression: str, expected: dict[str, str]) -> None:
    first = date(2026, 4, 2) if "12-24" not in expected else CHRISTMAS_EVE
    said = exceptions(expression, first)

    assert {day: spans for day, spans in said.items() if day in expected} == expected
    assert all(spans != "08:00-12:00" for spans in said.values())


def test_a_season_is_the_week_in_which_most_of_the_dates_lie() -> None:
    seasons = "Jun-Aug Mo-Fr 06:00-22:00; Sep-May Mo-Fr 08:00-18:00"

    assert week(seasons, date(2026, 7, 15)) == "mon,tue,wed,thu,fri 06:00-22:00"
    assert week(seasons, date(2026, 12, 15)) == "mon,tue,wed,thu,fri 08:00-18:00"
    assert exceptions(seasons, date(2026, 7, 15)) == {}
    assert exceptions(seasons, date(2026, 8, 10))["09-01"] == "08:00-18:00"


def test_dates_are_looked_at_as_far_as_a_hand_in_or_collection_can_reach() -> None:
    day_off = "Mo-Su 08:00-12:00; 2026 Nov 18 off"
    holiday = date(2026, 11, 18)

    assert exceptions(day_off, holiday + REACH) == {"11-18": ""} == exceptions(day_off, holiday - REACH)
    assert exceptions(day_off, holiday + REACH + timedelta(days=1)) == {}
    assert exceptions(day_off, holiday - REACH - timedelta(days=1)) == {}
    assert exceptions(day_off, date(2026, 9, 1), date(2026, 12, 30)) == {"11-18": ""}


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("SH off", "school holidays"),
        ("Mo sunrise-12:00", "sunrise"),
        ("Mo 10:00+", "open end"),
        ("Mo 10:00-12:00 unknown", "unknown"),
        ('Mo 10:00-12:00 "ring the bell"', "comments"),
        ("Mo 10:00-12:00 || Tu 10:00-12:00", "fallback"),
        ("Mo 10:00-16:00/01:30", "'/' cannot be said"),
        ("Mo-Su 22:00-02:00; PH off", "no range may run past midnight"),
        ("Mo-Su 22:00-26:00; PH off", "no range may run past midnight"),
        ("whenever", "Mo-Fr 06:00-22:00; Sa 08:00-18:00"),
    ],
)
def test_what_still_cannot_be_said_is_refused_by_name(expression: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        check_opening(Opening(expression, "LV"))


@pytest.mark.parametrize(
    "expression",
    ["Mo-Fr 06:00-22:00; PH off", "2026 Dec 24-2027 Jan 2 off", "Mo[1,-1] 10:00-12:00", "week 1-53/2 Mo 10:00-12:00",
     "easter +1 day off", "Mo[1] +2 days 10:00-12:00", "2026-2027 Mo 10:00-12:00"],
)  # fmt: skip
def test_what_can_be_said_is_not_refused(expression: str) -> None:
    check_opening(Opening(expression, "LV"))


def test_holidays_need_a_country_that_is_known() -> None:
    with pytest.raises(ValueError, match=r"PH needs a country: write holidays: \{country: LV\}"):
        check_opening(Opening("Mo 06:00-22:00; PH off"))
    check_country("LV")
    with pytest.raises(ValueError, match="'lv' is not the ISO code"):
        check_country("lv")
