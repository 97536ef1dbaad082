"""Instants on the wire: RFC 3339 with an offset, whole seconds.

Inside the matcher an instant is an int, seconds since 1970-01-01T00:00:00Z. Zero is an instant.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_RFC3339 = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

_REMEMBERED = 1 << 15
"""Instants whose other form is kept at hand."""

FIRST_YEAR = 1970
LAST_YEAR = 2199
"""Far enough from the ends of the calendar that a day more or another zone is never out of range."""


def parse_instant(text: str) -> datetime:
    """Read `2026-11-23T07:10:00+02:00`. Raises ValueError with a sentence."""
    if not re.fullmatch(_RFC3339, text):
        raise ValueError("write an instant as 2026-11-23T07:10:00+02:00: whole seconds, with offset")
    return datetime.fromisoformat(text)


def format_instant(instant: datetime) -> str:
    """Write an instant; UTC is written `Z`."""
    text = instant.isoformat(timespec="seconds")
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _check_year(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")


@lru_cache(maxsize=_REMEMBERED)
def _read_instant(text: str) -> datetime:
    """Most instants of a day's events are departures and arrivals, which come again and again."""
    instant = parse_instant(text)
    _check_year(instant)
    return instant


def _instant(value: Any) -> datetime:
    if isinstance(value, str):
        return _read_instant(value)
    if isinstance(value, datetime) and value.tzinfo is not None and value.microsecond == 0:
        _check_year(value)
        return value
    raise ValueError("an instant is a text such as 2026-11-23T07:10:00+02:00")


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    PlainSerializer(format_instant, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": f"^{_RFC3339}$"}),
]
"""A point in time; the offset it was written with is kept."""


def _service_date(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(_DATE, value):
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        _check_year(value)
        return value
    raise ValueError("write a date as 2026-11-23")


ServiceDate = Annotated[
    date,
    BeforeValidator(_service_date),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE}$"}),
]
"""A GTFS service date: the operating day, not always the calendar day of a call."""


def epoch_s(instant: datetime) -> int:
    """Seconds since 1970-01-01T00:00:00Z."""
    return int(instant.timestamp())


@lru_cache(maxsize=_REMEMBERED)
def local_instant(epoch: int, zone: tzinfo) -> datetime:
    """The instant with the local offset of that moment, as the wire wants it, and no more of the zone.

    Two datetimes of one ZoneInfo compare by their wall clocks, so when clocks go back the later one
    can look earlier. With fixed offsets they compare as the instants they are.
    """
    local = datetime.fromtimestamp(epoch, UTC).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


@lru_cache(maxsize=_REMEMBERED)
def local_text(epoch: int, zone: tzinfo) -> str:
    """The local instant as it stands on the wire."""
    return format_instant(local_instant(epoch, zone))


def noon_minus_12h(service_date: date, zone: ZoneInfo) -> int:
    """Where service time 0 of a date lies, as seconds since 1970 (GTFS: noon minus 12 h).

    On a day with a clock change this is not midnight.
    """
    noon = datetime(service_date.year, service_date.month, service_date.day, 12, tzinfo=zone)
    return epoch_s(noon) - int(timedelta(hours=12).total_seconds())
