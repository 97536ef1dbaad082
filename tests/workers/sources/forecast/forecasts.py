"""A forecast as text beside the small feed, and an offer that keeps to it.

`out` runs V 07:10, S 08:05, P 08:30, A 09:20, so it has three segments; `back` A 16:00, V 18:10.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.workers.sources.freight.small_area import MINIMAL, area_of
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes
from tests.workers.sources.publication.published import Published, publish
from workers.sources.forecast.bind import BoundPassengers
from workers.sources.freight.bind import FreightArea

HOLD = "{name: hold, volume_l: 100, weight_kg: 60, pieces: 10, longest_side_cm: 120}"
"""Instead of the minimal file's."""


def freight(**keys: object) -> str:
    """The minimal file with a hold of 100 l and `passengers:`, of whom each brings 10 l."""
    said = {"forecast": "passengers.csv", "per_passenger": "{hold: {volume_l: 10}}"} | keys
    rule = ", ".join(f"{key}: {value}" for key, value in said.items())
    before, _, after = MINIMAL.partition("compartments: [")
    _, _, rest = after.partition("]")
    return f"{before}compartments: [{HOLD}]\n    passengers: {{{rule}}}{rest}"


def forecast_area(folder: Path, forecast: str, changes: Changes | None = None, **keys: object) -> FreightArea:
    """The area with this forecast."""
    (folder / "passengers.csv").write_text(forecast, encoding="utf-8")
    return area_of(folder, freight(**keys), changes)


def passengers_of(area: FreightArea) -> BoundPassengers:
    """Of its only offer."""
    (bound,) = area.offers
    assert bound.passengers is not None
    return bound.passengers


def lines(area: FreightArea, trip_id: str = "out", day: int = 0) -> list[int | None]:
    """For each segment of a trip, on a day of the week from Monday, the line of the row that speaks of it."""
    (feed,) = area.feeds
    (trip,) = [trip for trip in feed.feed.trips_on(MONDAY.replace(day=MONDAY.day + day)) if trip.trip_id == trip_id]
    return [None if row is None else row.line for row in passengers_of(area).stretches(feed, trip)]


def published(folder: Path, forecast: str, **keys: object) -> Published:
    """What publishing the area on Monday gives."""
    return publish(forecast_area(folder, forecast, None, **keys), MONDAY)


def left(everything: Published, trip_id: str = "out", dimension: str = "volume_ml") -> list[int | None]:
    """What the hold offers on each segment of a trip."""
    trip = everything.trips[f"{trip_id}@2026-11-23"]
    (hold,) = trip.compartments
    offered = [getattr(hold, dimension)] * (len(trip.calls) - 1)
    for override in hold.segments:
        if dimension in override.model_fields_set:
            span = range(override.from_call, override.to_call)
            for segment in span:
                offered[segment] = getattr(override, dimension)
    return offered


def findings(everything: Published) -> Mapping[str, str]:
    """Code to sentence."""
    return {finding.code: finding.sentence for finding in everything.findings}
