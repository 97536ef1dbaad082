"""calendar_dates.txt: dates on which a service runs as an exception, or does not."""

from dataclasses import dataclass, field
from datetime import date

from workers.sources.gtfs.calendar import read_date
from workers.sources.gtfs.table import Tables

FILE = "calendar_dates.txt"

_ADDED, _REMOVED = "1", "2"


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The exceptional dates of one service."""

    added: set[date] = field(default_factory=set)
    removed: set[date] = field(default_factory=set)


def read_exceptions(tables: Tables) -> dict[str, Exceptions]:
    """By service id; empty without the file."""
    exceptions: dict[str, Exceptions] = {}
    if not tables.has(FILE):
        return exceptions
    for line, (service_id, date_text, kind) in tables.rows(FILE, ("service_id", "date", "exception_type")):
        try:
            _enter(exceptions.setdefault(service_id, Exceptions()), date_text, kind)
        except ValueError as error:
            sentence = f"an exception of the service {service_id} cannot be used ({error}): the row is skipped"
            tables.findings.add(FILE, line, "BAD_EXCEPTION", sentence)
    return exceptions


def _enter(exceptions: Exceptions, date_text: str, kind: str) -> None:
    day = read_date(date_text)
    if kind not in {_ADDED, _REMOVED}:
        raise ValueError(f"exception_type is {kind!r}, not 1 or 2")
    if day in exceptions.added or day in exceptions.removed:
        raise ValueError(f"{date_text} is given again")
    (exceptions.added if kind == _ADDED else exceptions.removed).add(day)
