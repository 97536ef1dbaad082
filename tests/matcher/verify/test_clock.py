"""Windows are read off the local clock, also on the days on which the clocks are changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.stop import OpenException
from contracts.windows import WEEK, Span, Window, Windows
from matcher.verify.clock import LocalClock
from tests.oracles import opening
from tests.worlds.words import windows

RIGA = LocalClock("Europe/Riga")
ZONES = ("Europe/Riga", "Europe/Lisbon", "America/St_Johns", "Australia/Lord_Howe", "UTC")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("hours", "instant", "is_open"),
    [
        ("06:00-22:00", "2026-11-23T06:00:00+02:00", True),
        ("06:00-22:00", "2026-11-23T05:59:59+02:00", False),
        ("06:00-22:00", "2026-11-23T22:00:00+02:00", True),
        ("06:00-22:00", "2026-11-23T22:00:01+02:00", False),
        ("Mo 22:00-06:00", "2026-11-24T06:00:00+02:00", True),  # Tuesday morning belongs to Monday's window
        ("Mo 22:00-06:00", "2026-11-23T05:00:00+02:00", False),
        ("Mo 00:00-24:00", "2026-11-24T00:00:00+02:00", True),
        ("Mo 00:00-24:00", "2026-11-24T00:00:01+02:00", False),
        ("12:00", "2026-11-23T12:00:00+02:00", True),
        ("12:00", "2026-11-23T12:00:01+02:00", False),
        ("never", "2026-11-23T12:00:00+02:00", False),
        ("always", "2026-11-23T12:00:00+02:00", True),
        ("03:00-03:30", "2026-10-25T03:15:00+03:00", True),  # the clock shows 03:15 twice that night
        ("03:00-03:30", "2026-10-25T03:15:00+02:00", True),
        ("03:00-03:30", "2026-10-25T03:45:00+03:00", False),
        ("03:00-03:30", "2026-03-29T04:00:00+03:00", False),  # and no 03:15 at all that one
        ("Su 20:00-03:30", "2026-10-26T03:15:00+02:00", True),
    ],
)
def test_an_instant_lies_in_a_window_when_the_clock_reads_a_time_inside(
    hours: str, instant: str, *, is_open: bool
) -> None:
    assert RIGA.is_open(windows(hours), at(instant)) is is_open


@pytest.mark.parametrize(
    ("hours", "instant", "latest"),
    [
        ("06:00-22:00", "2026-11-23T05:50:00+02:00", "2026-11-22T22:00:00+02:00"),
        ("Mo 12:00", "2026-11-23T11:59:59+02:00", "2026-11-16T12:00:00+02:00"),
        ("02:00-03:30", "2026-03-29T05:00:00+03:00", "2026-03-29T02:59:59+02:00"),  # the last second before the gap
        ("03:30", "2026-03-29T05:00:00+03:00", "2026-03-28T03:30:00+02:00"),  # 03:30 is left out that day
        ("03:00-03:30", "2026-10-25T03:00:00+02:00", "2026-10-25T03:00:00+02:00"),
        ("03:00-03:30", "2026-10-25T03:59:00+03:00", "2026-10-25T03:30:00+03:00"),
        ("03:00-03:30", "2026-10-25T04:59:00+02:00", "2026-10-25T03:30:00+02:00"),
    ],
)
def test_the_latest_open_instant_is_exact_to_the_second(hours: str, instant: str, latest: str) -> None:
    assert RIGA.latest_open(windows(hours), at(instant)) == at(latest)


@pytest.mark.parametrize(
    ("hours", "instant", "earliest"),
    [
        ("06:00-22:00", "2026-11-23T22:00:01+02:00", "2026-11-24T06:00:00+02:00"),
        ("Mo 12:00", "2026-11-23T12:00:01+02:00", "2026-11-30T12:00:00+02:00"),
        ("03:30-05:00", "2026-03-29T02:50:00+02:00", "2026-03-29T04:00:00+03:00"),  # the first second after the gap
        ("03:30", "2026-10-25T03:31:00+03:00", "2026-10-25T03:30:00+02:00"),  # 03:30 comes once more
    ],
)
def test_the_earliest_open_instant_is_exact_to_the_second(hours: str, instant: str, earliest: str) -> None:
    assert RIGA.earliest_open(windows(hours), at(instant)) == at(earliest)


def test_a_place_that_never_opens_has_no_open_instant() -> None:
    assert RIGA.latest_open((), 0) is None
    assert RIGA.earliest_open((), 0) is None


times = st.sampled_from(["00:00", "01:30", "02:30", "03:00", "03:30", "04:00", "12:00", "23:59"])
one_window = st.builds(
    Window,
    days=st.lists(st.sampled_from(WEEK), min_size=1, max_size=3, unique=True).map(tuple),
    from_=times,
    to=st.one_of(times, st.just("24:00")),
)
some_windows = st.lists(one_window, max_size=2).map(tuple)
CLOCK_CHANGES = (at("2026-10-25T04:00:00+03:00"), at("2026-03-29T03:00:00+02:00"), at("2026-04-05T02:00:00+11:00"))
around_changes = st.builds(
    int.__add__, st.sampled_from(CLOCK_CHANGES), st.integers(-14 * 86_400, 14 * 86_400) | st.integers(-4000, 4000)
)


one_span = st.builds(Span, from_=times, to=st.one_of(times, st.just("24:00")))


@st.composite
def instants_and_exceptions(draw: st.DrawFn) -> tuple[int, tuple[OpenException, ...]]:
    """An instant around a clock change, and days about it with hours of their own."""
    instant = draw(around_changes)
    days = draw(st.lists(st.integers(-4, 4), max_size=2, unique=True))
    spans = st.lists(one_span, max_size=2).map(tuple)
    return instant, tuple(OpenException(date=RIGA.day(instant + day * 86_400), spans=draw(spans)) for day in days)


@settings(deadline=None)
@given(some_windows | st.none(), instants_and_exceptions(), st.sampled_from(ZONES))
@example((Window(days=WEEK, from_="03:30", to="03:30"),), (CLOCK_CHANGES[1], ()), "Europe/Riga")
def test_two_ways_to_read_opening_hours_agree(
    hours: Windows, when: tuple[int, tuple[OpenException, ...]], name: str
) -> None:
    instant, exceptions = when
    clock, zone = LocalClock(name), ZoneInfo(name)
    assert clock.is_open(hours, instant, exceptions) == opening.is_open(hours, instant, zone, exceptions)
    assert clock.latest_open(hours, instant, exceptions) == opening.latest_open(hours, instant, zone, exceptions)
    assert clock.earliest_open(hours, instant, exceptions) == opening.earliest_open(hours, instant, zone, exceptions)
