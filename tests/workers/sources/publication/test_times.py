from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.workers.sources.freight.small_area import MINIMAL
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes, stop_times
from tests.workers.sources.publication.published import published, wall_clock
from workers.sources.publication.service_clock import ServiceClock

DAILY: Changes = {
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "weekdays,1,1,1,1,1,1,1,20260101,20261231\n"
}
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Clocks in Riga: 03:00 -> 04:00, and 04:00 -> 03:00."""


def h(hours: int, minutes: int = 0) -> int:
    """Service time in seconds."""
    return hours * 3600 + minutes * 60


@pytest.mark.parametrize(
    ("service_date", "service_s", "expected"),
    [
        (MONDAY, 0, "2026-11-23T00:00:00+02:00"),
        (MONDAY, h(7, 10), "2026-11-23T07:10:00+02:00"),
        (MONDAY, h(24), "2026-11-24T00:00:00+02:00"),
        (MONDAY, h(25, 10), "2026-11-24T01:10:00+02:00"),
        (MONDAY, h(49), "2026-11-25T01:00:00+02:00"),
        # Noon minus 12 h lies before midnight when clocks go forward, after it when they go back.
        (SPRING, 0, "2026-03-28T23:00:00+02:00"),
        (SPRING, h(2), "2026-03-29T01:00:00+02:00"),
        (SPRING, h(3, 59), "2026-03-29T02:59:00+02:00"),
        (SPRING, h(4), "2026-03-29T04:00:00+03:00"),
        (SPRING, h(12), "2026-03-29T12:00:00+03:00"),
        (SPRING, h(25, 10), "2026-03-30T01:10:00+03:00"),
        (AUTUMN, 0, "2026-10-25T01:00:00+03:00"),
        (AUTUMN, h(2, 30), "2026-10-25T03:30:00+03:00"),
        (AUTUMN, h(3), "2026-10-25T03:00:00+02:00"),
        (AUTUMN, h(3, 30), "2026-10-25T03:30:00+02:00"),
        (AUTUMN, h(12), "2026-10-25T12:00:00+02:00"),
        # The evening before a clock change, running into it.
        (date(2026, 3, 28), h(26, 59), "2026-03-29T02:59:00+02:00"),
        (date(2026, 3, 28), h(27), "2026-03-29T04:00:00+03:00"),
        (date(2026, 10, 24), h(27, 30), "2026-10-25T03:30:00+03:00"),
        (date(2026, 10, 24), h(28, 30), "2026-10-25T03:30:00+02:00"),
    ],
)
def test_service_time_counts_from_noon_minus_12_hours(service_date: date, service_s: int, expected: str) -> None:
    riga = ZoneInfo("Europe/Riga")

    assert ServiceClock(service_date, riga, riga).at(service_s).isoformat() == expected


@pytest.mark.parametrize(
    ("area_zone", "service_date", "service_s", "expected"),
    [
        ("Europe/Lisbon", MONDAY, h(7, 10), "2026-11-23T05:10:00+00:00"),
        ("Europe/Lisbon", MONDAY, h(1), "2026-11-22T23:00:00+00:00"),
        ("America/Toronto", MONDAY, h(7, 10), "2026-11-23T00:10:00-05:00"),
        # Toronto changed its clocks on 8 March, Riga only on 29 March.
        ("America/Toronto", date(2026, 3, 10), h(12), "2026-03-10T06:00:00-04:00"),
        ("UTC", AUTUMN, h(3), "2026-10-25T01:00:00+00:00"),
    ],
)
def test_instants_carry_the_offset_of_the_area_not_of_the_feed(
    area_zone: str, service_date: date, service_s: int, expected: str
) -> None:
    clock = ServiceClock(service_date, ZoneInfo("Europe/Riga"), ZoneInfo(area_zone))

    assert clock.at(service_s).isoformat() == expected


def test_a_trip_over_the_repeated_hour_does_not_go_back_in_time(tmp_path: Path) -> None:
    times = stop_times("out,02:30:00,02:50:00,V,1", "out,03:10:00,03:20:00,S,2", "out,04:00:00,04:00:00,A,3")
    trip = published(tmp_path, changes={**DAILY, **times}, dates=[AUTUMN]).trips["out@2026-10-25"]

    assert wall_clock(trip) == ["25T03:30+03:00", "25T03:10+02:00", "25T04:00+02:00"]
    assert trip.calls[0].departure < trip.calls[1].arrival


def test_a_trip_past_midnight_keeps_its_service_date(tmp_path: Path) -> None:
    times = stop_times("out,23:50:00,23:50:00,V,1", "out,25:10:00,25:10:00,A,2")
    trip = published(tmp_path, changes=times).trips["out@2026-11-23"]

    assert wall_clock(trip) == ["23T23:50+02:00", "24T01:10+02:00"]
    assert trip.service_date == MONDAY


def test_a_feed_of_another_zone_is_told_in_the_areas_time(tmp_path: Path) -> None:
    trip = published(tmp_path, MINIMAL + "time_zone: Europe/Lisbon\n").trips["out@2026-11-23"]

    assert wall_clock(trip)[0] == "23T05:10+00:00"
