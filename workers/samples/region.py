"""Where the sample regions are, and the service date their parcels are for."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

_HERE = Path(__file__).parent
SERVICE_DATE = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample region: `area` is also the name of its folder."""

    area: str
    title: str
    service_date: date = SERVICE_DATE

    @property
    def gtfs(self) -> Path:
        """The timetable, a GTFS folder."""
        return _HERE / self.area / "gtfs"

    @property
    def freight(self) -> Path:
        """What the buses offer for parcels."""
        return _HERE / self.area / "freight.yaml"

    @property
    def parcels(self) -> Path:
        """The parcels of one weekday."""
        return _HERE / self.area / "parcels.csv"


SAMPLES = (Sample("vidzeme", "Vidzeme, Latvia"), Sample("fundao", "Fundão, Portugal"))
