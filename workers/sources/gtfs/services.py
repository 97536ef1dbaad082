"""A service: the set of dates that trips share, from calendar.txt and calendar_dates.txt together."""

from dataclasses import dataclass
from datetime import date

from workers.sources.gtfs.calendar import Week, read_weeks
from workers.sources.gtfs.calendar_dates import Exceptions, read_exceptions
from workers.sources.gtfs.table import Tables


@dataclass(frozen=True, slots=True)
class Service:
    """When the trips of a service run; `week` is None if only exceptions say so."""

    week: Week | None
    exceptions: Exceptions

    def runs_on(self, day: date) -> bool:
        """Whether its trips run on a service date. Exceptions win over the week."""
        if day in self.exceptions.added:
            return True
        return self.week is not None and self.week.runs_on(day) and day not in self.exceptions.removed

    def dates(self) -> set[date]:
        """All its service dates."""
        regular = set(self.week.dates()) if self.week is not None else set()
        return (regular - self.exceptions.removed) | self.exceptions.added


def read_services(tables: Tables) -> dict[str, Service]:
    """By service id."""
    weeks, exceptions = read_weeks(tables), read_exceptions(tables)
    return {
        service_id: Service(weeks.get(service_id), exceptions.get(service_id, Exceptions()))
        for service_id in (weeks | exceptions)
    }
