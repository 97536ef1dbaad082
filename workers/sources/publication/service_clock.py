"""Service time of one date as instants: seconds from noon minus 12 h in the feed's zone, told in the area's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.instants import local_instant, noon_minus_12h


class ServiceClock:
    """Remembers what it told: thousands of calls of a day share a few hundred times."""

    def __init__(self, service_date: date, feed_zone: ZoneInfo, area_zone: ZoneInfo) -> None:
        self._origin = noon_minus_12h(service_date, feed_zone)
        self._area_zone = area_zone
        self._told: dict[int, datetime] = {}

    def at(self, service_s: int) -> datetime:
        """The instant of a service time, with the area's offset of that moment."""
        told = self._told.get(service_s)
        if told is None:
            told = self._told[service_s] = local_instant(self._origin + service_s, self._area_zone)
        return told
