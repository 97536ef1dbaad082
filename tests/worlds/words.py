"""The words of a world: quantities with units, times of day, instants, windows.

30 l   800 ml   4 kg   250 g   5 pcs   120 cm   15 min   90 s   6.50   any (not limited)
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from contracts.instants import noon_minus_12h
from contracts.windows import WEEK, Day, Window, Windows

UNITS = {
    "l": ("volume_ml", 1000),
    "ml": ("volume_ml", 1),
    "kg": ("weight_g", 1000),
    "g": ("weight_g", 1),
    "pcs": ("pieces", 1),
    "cm": ("longest_side_mm", 10),
    "mm": ("longest_side_mm", 1),
}
"""Word -> what it measures, in which multiple of the wire unit."""

SECONDS = {"s": 1, "min": 60, "h": 3600}

TIME = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")
_DAY_RANGE = re.compile(r"([A-Z][a-z])(?:-([A-Z][a-z]))?")


@dataclass(frozen=True)
class Clock:
    """The area's time zone and the day meant when none is said."""

    zone: ZoneInfo
    day: date

    def service_instant(self, service_date: date, text: str) -> datetime:
        """`25:10` of a service date: seconds counted from noon minus 12 h."""
        return self.at(noon_minus_12h(service_date, self.zone) + seconds(text))

    def instant(self, text: str) -> datetime:
        """`07:10`, `2026-11-24 07:10` or, where that happens twice, `2026-10-25 03:30+02:00`; else the first."""
        day, _, time_of_day = text.rpartition(" ")
        if re.search(r"[+-]\d\d:\d\d$", time_of_day):
            told = datetime.fromisoformat(f"{day or self.day.isoformat()}T{time_of_day}")
            return self.at(int(told.timestamp()))
        midnight = datetime.combine(date.fromisoformat(day) if day else self.day, datetime.min.time())
        local = (midnight + timedelta(seconds=seconds(time_of_day))).replace(tzinfo=self.zone)
        return self.at(int(local.timestamp()))

    def at(self, epoch_s: int) -> datetime:
        """With the offset of that moment as a fixed one, as it is read from the wire.

        Two times that carry the same ZoneInfo would be compared by their clock readings, which
        go back when a clock is changed.
        """
        local = datetime.fromtimestamp(epoch_s, self.zone)
        return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def seconds(time_of_day: str) -> int:
    """`07:10` -> 25800; `08:02:30` too."""
    found = TIME.fullmatch(time_of_day)
    if found is None:
        raise ValueError(f"{time_of_day!r} is not a time")
    hours, minutes, rest = found.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def duration_s(words: list[str], unit: str = "min") -> int:
    """`15`, `15 min`, `90 s`."""
    factor = SECONDS[words[1] if len(words) > 1 else unit]
    return int(Decimal(words[0]) * factor)


def millis(word: str) -> int:
    """`6.50` euros -> 6500."""
    return int(Decimal(word) * 1000)


def is_quantity(words: list[str]) -> bool:
    """Whether the first two words are a number and its unit."""
    return len(words) > 1 and words[1] in UNITS and (words[0] == "any" or words[0][0].isdigit())


def quantities(words: list[str]) -> tuple[dict[str, int | None], list[str]]:
    """`20 l 4 kg chilled` -> the quantities by wire name, and the words that are none."""
    found: dict[str, int | None] = {}
    rest: list[str] = []
    while words:
        if is_quantity(words):
            name, factor = UNITS[words[1]]
            found[name] = None if words[0] == "any" else int(Decimal(words[0]) * factor)
            words = words[2:]
        else:
            rest.append(words[0])
            words = words[1:]
    return found, rest


def windows(text: str) -> Windows:
    """`06:00-22:00`, `Mo-Fr 06:00-22:00, Sa 08:00-12:00`, `12:00` (one instant), `always`, `never`."""
    if text == "always":
        return None
    if text == "never":
        return ()
    return tuple(_window(part.split()) for part in text.split(","))


def _window(words: list[str]) -> Window:
    start, _, end = words[-1].partition("-")
    days = _days(words[0]) if len(words) > 1 else WEEK
    return Window(days=days, from_=start, to=end or start)


def _days(text: str) -> tuple[Day, ...]:
    names = [day[:2].capitalize() for day in WEEK]
    found = _DAY_RANGE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no day; write Mo or Mo-Fr")
    first = names.index(found[1])
    last = names.index(found[2] or found[1])
    return WEEK[first : last + 1]
