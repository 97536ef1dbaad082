"""calendar.txt: on which weekdays of which weeks a service runs."""

from dataclasses import dataclass
from datetime import date, timedelta

from workers.sources.gtfs.table import Tables

FILE = "calendar.txt"

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_DATE = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Week:
    """The regular days of a service: weekdays (0 = Monday) from `start` to `end`, both included."""

    weekdays: frozenset[int]
    start: date
    end: date

    def runs_on(self, day: date) -> bool:
        """Whether a date is one of the regular days."""
        return self.start <= day <= self.end and day.weekday() in self.weekdays

    def dates(self) -> list[date]:
        """All the regular days."""
        length = (self.end - self.start).days + 1
        days = (self.start + timedelta(days=number) for number in range(length))
        return [day for day in days if day.weekday() in self.weekdays]


def read_date(text: str) -> date:
    """Read `20261123`. Raises ValueError."""
    try:
        if len(text) == 8 and text.isascii() and text.isdigit():
            return date.fromisoformat(text)
    except ValueError:
        pass  # 20261131
    raise ValueError(f"{text!r} is no date such as 20261123")


def read_weeks(tables: Tables) -> dict[str, Week]:
    """By service id; empty without the file."""
    weeks: dict[str, Week] = {}
    if not tables.has(FILE):
        return weeks
    for line, (service_id, start, end, *days) in tables.rows(
        FILE, ("service_id", "start_date", "end_date", *_WEEKDAYS)
    ):
        if service_id in weeks:
            sentence = f"the service {service_id} is given again: the first one counts"
            tables.findings.add(FILE, line, "SERVICE_TWICE", sentence)
            continue
        try:
            weeks[service_id] = _week(start, end, days)
        except ValueError as error:
            sentence = f"the days of the service {service_id} cannot be read ({error}): the row is skipped"
            tables.findings.add(FILE, line, "BAD_SERVICE", sentence)
    return weeks


def _week(start_text: str, end_text: str, days: list[str]) -> Week:
    start, end = read_date(start_text), min(read_date(end_text), _LAST_DATE)  # 99991231 means for ever
    if end < start:
        raise ValueError(f"it ends on {end_text}, before it starts on {start_text}")
    for weekday, flag in zip(_WEEKDAYS, days, strict=True):
        if flag not in {"0", "1"}:
            raise ValueError(f"{weekday} is {flag!r}, not 0 or 1")
    return Week(frozenset(number for number, flag in enumerate(days) if flag == "1"), start, end)
