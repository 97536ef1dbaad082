"""Holidays: on a date of its own the spans of the date hold instead of the week's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from contracts.windows import WEEK, Day, Window, Windows
from matcher.state.hours import Exceptions, day_number, hours_of

RIGA = ZoneInfo("Europe/Riga")
DAY_S = 86_400
HOLIDAY = day_number(date(2026, 12, 24))
BY_DAY: Windows = (Window.model_validate({"days": WEEK, "from": "06:00", "to": "22:00"}),)
BY_NIGHT: Windows = (Window.model_validate({"days": (Day.WED, Day.THU), "from": "22:00", "to": "06:00"}),)


def _is_open(windows: Windows, exceptions: Exceptions, at: str) -> bool:
    instant = int(datetime.fromisoformat(at).replace(tzinfo=RIGA).timestamp())
    hours = hours_of(windows, RIGA, instant - 20 * DAY_S, instant + 20 * DAY_S, exceptions)
    return bool(hours.contain(np.array([instant]))[0])


CLOSED: Exceptions = ((HOLIDAY, ()),)
MORNING: Exceptions = ((HOLIDAY, ((6 * 3600, 12 * 3600),)),)


@pytest.mark.parametrize(
    ("windows", "exceptions", "at", "is_open"),
    [
        (BY_DAY, CLOSED, "2026-12-24 12:00", False),
        (BY_DAY, CLOSED, "2026-12-23 22:00", True),
        (BY_DAY, CLOSED, "2026-12-25 06:00", True),
        (BY_DAY, MORNING, "2026-12-24 12:00:00", True),
        (BY_DAY, MORNING, "2026-12-24 12:00:01", False),
        (None, MORNING, "2026-12-24 12:00:01", False),
        (None, MORNING, "2026-12-25 00:00", True),
        (None, (), "2026-12-24 12:00:01", True),
        ((), MORNING, "2026-12-24 08:00", True),
        (BY_NIGHT, CLOSED, "2026-12-24 06:00", True),
        (BY_NIGHT, CLOSED, "2026-12-24 06:01", False),
        (BY_NIGHT, CLOSED, "2026-12-24 23:00", False),
        (BY_NIGHT, CLOSED, "2026-12-25 05:00", False),
    ],
)
def test_a_named_date_replaces_the_windows_that_begin_on_it(
    windows: Windows, exceptions: Exceptions, at: str, *, is_open: bool
) -> None:
    """A window of the day before that runs past midnight still runs out."""
    assert _is_open(windows, exceptions, at) == is_open


def test_a_holiday_span_may_run_past_midnight() -> None:
    late: Exceptions = ((HOLIDAY, ((22 * 3600, 2 * 3600),)),)
    assert _is_open((), late, "2026-12-25 02:00")
    assert not _is_open((), late, "2026-12-25 02:01")


def test_numbers_count_from_1970() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert datetime.fromtimestamp(HOLIDAY * DAY_S, UTC).date() == date(2026, 12, 24)
