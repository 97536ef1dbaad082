"""Forecasts whose names are found in the feeds, ready to be asked about trips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from workers.errors import InputError
from workers.sources.forecast.quantiles import column_of
from workers.sources.forecast.read_rows import WrittenRow, read_rows
from workers.sources.forecast.row import ForecastRow
from workers.sources.forecast.rule import PassengerRule
from workers.sources.freight.lookup import find, not_here
from workers.sources.freight.model import Named
from workers.sources.freight.places import Places
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledTrip

_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class BoundPassengers:
    """The rule of an offer with its forecast."""

    rule: PassengerRule
    file: str
    """The forecast's."""
    places: Places
    rows: Mapping[str | None, Sequence[ForecastRow]]
    """In the file's order, by what they name: a trip, else a route, else nothing or a glob (None)."""

    def stretches(self, feed: SourceFeed, trip: ScheduledTrip) -> tuple[ForecastRow | None, ...]:
        """For each segment of a trip the most specific row that covers it, of several the first; None = none does."""
        trip_id, route_id = feed.wire_id(trip.trip_id), feed.wire_id(trip.route_id)
        hour, weekday = trip.calls[0].departure_s // 3600, trip.service_date.weekday()
        place_ids = [self.places.place_id(feed.wire_id(call.stop_id)) for call in trip.calls]
        found: list[ForecastRow | None] = [None] * (len(place_ids) - 1)
        named = (_trip_key(trip_id), _route_key(route_id), None)
        about = (
            row for key in named for row in self.rows.get(key, ()) if row.is_about(trip_id, route_id, hour, weekday)
        )
        for row in sorted(about, key=lambda row: row.line):
            for segment in row.segments(place_ids):
                known = found[segment]
                if known is None or row.rank > known.rank:
                    found[segment] = row
        return tuple(found)


class Forecasts:
    """Reads each forecast that freight.yaml names once."""

    def __init__(self, feeds: Sequence[SourceFeed], places: Places, freight_file: str) -> None:
        self._feeds = feeds
        self._places = places
        self._freight_file = freight_file
        self._read: dict[str, dict[str | None, list[ForecastRow]]] = {}

    def bind(self, rule: PassengerRule | None) -> BoundPassengers | None:
        """A rule with its forecast. Raises InputError for a forecast that cannot be used, or not at its level."""
        if rule is None:
            return None
        file = str(Path(self._freight_file).parent / rule.forecast)
        if file not in self._read:
            names = _Names(self._feeds, self._places, file)
            self._read[file] = _indexed(names.found(row) for row in read_rows(Path(file)))
        bound = BoundPassengers(rule, file, self._places, self._read[file])
        check_level(bound, self._freight_file)
        return bound


def check_level(bound: BoundPassengers, freight_file: str) -> None:
    """Raises InputError when the forecast says nothing about so high a service level."""
    rule = bound.rule
    highest = next(row.quantiles.highest for rows in bound.rows.values() for row in rows)
    if rule.service_level > highest:
        sentence = (
            f"{float(rule.service_level):g} is above {column_of(highest)}, the highest quantile of {bound.file}: "
            "choose a lower level, or add a higher quantile (p100 is the most a vehicle takes)."
        )
        raise InputError(sentence, file=freight_file, line=rule.line, field=rule.field)


def _trip_key(trip_id: str) -> str:
    return f"trip {trip_id}"


def _route_key(route_id: str) -> str:
    return f"route {route_id}"


def _indexed(rows: Iterable[ForecastRow]) -> dict[str | None, list[ForecastRow]]:
    by_name: dict[str | None, list[ForecastRow]] = {}
    for row in rows:
        key = None
        if row.trip_id is not None and not _GLOB & set(row.trip_id):
            key = _trip_key(row.trip_id)
        elif row.route_id is not None:
            key = _route_key(row.route_id)
        by_name.setdefault(key, []).append(row)
    return by_name


class _Names:
    """What the rows of a forecast may name."""

    def __init__(self, feeds: Sequence[SourceFeed], places: Places, file: str) -> None:
        self._feeds = feeds
        self._places = places
        self._file = file
        self._routes = {feed.wire_id(key): route.name for feed in feeds for key, route in feed.feed.routes.items()}
        self._trips = {feed.wire_id(trip_id): trip_id for feed in feeds for trip_id in feed.feed.trip_ids}

    def found(self, row: WrittenRow) -> ForecastRow:
        """The row with wire ids. Raises InputError."""
        route = _named(row.route_id, row.line, "route_id")
        return ForecastRow(
            line=row.line,
            route_id=None if route is None else find(route, "route", self._feeds, self._routes, self._file),
            trip_id=self._trip(_named(row.trip_id, row.line, "trip_id")),
            from_place=self._place(_named(row.from_stop_id, row.line, "from_stop_id")),
            to_place=self._place(_named(row.to_stop_id, row.line, "to_stop_id")),
            hours=row.hours,
            weekdays=row.weekdays,
            quantiles=row.quantiles,
        )

    def _trip(self, trip: Named | None) -> str | None:
        if trip is None:
            return None
        if not _GLOB & set(trip.id) or trip.id in self._trips:
            return find(trip, "trip", self._feeds, self._trips, self._file)
        if not any(fnmatchcase(trip_id, trip.id) for trip_id in self._trips):
            raise not_here(trip, f"no trip_id of the feed is like {trip.id!r}", self._file)
        return trip.id

    def _place(self, stop: Named | None) -> str | None:
        return None if stop is None else self._places.named(stop, self._file).stop_id


def _named(text: str | None, line: int, column: str) -> Named | None:
    return None if text is None else Named(text, line, column)
