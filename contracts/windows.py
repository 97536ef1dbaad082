"""Windows: closed intervals of local time, by weekday.

An instant lies in a window when the local clock, at that instant, reads a time inside it. `to`
earlier than `from` runs past midnight and belongs to the day it starts on; `from` equal to `to` is
that one instant. A list of windows: `null` = always, `[]` = never.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.units import Body

SECONDS_PER_DAY = 86_400


class Day(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


WEEK = tuple(Day)
"""Monday first, as `datetime.date.weekday()` counts."""

FromTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["06:00"])]
ToTime = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["22:00"])]


def seconds_of_day(time_of_day: str) -> int:
    """`06:30` -> 23400."""
    hours, minutes = time_of_day.split(":")
    return int(hours) * 3600 + int(minutes) * 60


class Span(Body):
    """A closed interval of local time on one day."""

    from_: Annotated[FromTime, Field(alias="from")]
    """First instant, HH:MM."""
    to: ToTime
    """Last instant, HH:MM; may be 24:00, or earlier than `from`: past midnight."""


class Window(Body):
    """A closed interval of local time on some days of the week."""

    days: Annotated[tuple[Day, ...], Field(min_length=1)]
    """The days on which it begins."""
    from_: Annotated[FromTime, Field(alias="from")]
    """First instant, HH:MM."""
    to: ToTime
    """Last instant, HH:MM; may be 24:00, or earlier than `from`: past midnight."""


Windows = tuple[Window, ...] | None
"""`null` = always, `[]` = never."""
