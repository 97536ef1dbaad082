"""Local times of an area: wall-clock readings to instants."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from contracts.instants import FIRST_YEAR, LAST_YEAR, local_instant, parse_instant

_WALL_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WITH_OFFSET = re.compile(r"(.+?)(Z|[+-]\d\d:\d\d)", re.ASCII)


def instant_of(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which local clocks read `wall_clock`: the first, when they do so twice.

    Raises ValueError when they never do, because clocks are put forward over that time.
    """
    local = wall_clock.replace(tzinfo=zone, fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall_clock:
        raise ValueError(
            f"{wall_clock.isoformat(sep=' ')} does not exist in {zone.key}: clocks are put forward over it"
        )
    return local_instant(int(instant.timestamp()), zone)


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """`2026-11-23T06:30:00+02:00`, or local to the zone without offset; seconds may be left out.

    Raises ValueError with a sentence.
    """
    with_offset = _WITH_OFFSET.fullmatch(text)
    wall_clock = with_offset[1] if with_offset else text
    if not _WALL_CLOCK.fullmatch(wall_clock):
        raise ValueError(f"{text!r} is not a time such as 2026-11-23T06:30 or 2026-11-23T06:30:00+02:00")
    local = datetime.fromisoformat(wall_clock)
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise ValueError(f"{text!r} is not between {FIRST_YEAR} and {LAST_YEAR}")
    if with_offset is None:
        return instant_of(local, zone)
    return parse_instant(local.isoformat(timespec="seconds") + with_offset[2])


def read_date(text: str) -> date:
    """`2026-11-23`. Raises ValueError with a sentence."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as 2026-11-23")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{text!r} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day
