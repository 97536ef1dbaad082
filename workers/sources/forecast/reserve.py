"""How many passengers are kept room for on each segment of a trip."""

from dataclasses import dataclass
from fractions import Fraction

from workers.sources.forecast.bind import BoundPassengers
from workers.sources.forecast.row import ForecastRow
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledTrip


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is known of a trip's passengers, and the room that follows from it."""

    rows: tuple[ForecastRow | None, ...]
    """For each segment the row that speaks of it."""
    level: Fraction
    """At which each stretch is reserved, so that the trip as a whole keeps the promise."""
    passengers: tuple[int | None, ...]
    """For each segment those kept room for; None = as many as there can be: nothing is left to offer."""


def reserve(bound: BoundPassengers, feed: SourceFeed, trip: ScheduledTrip) -> Reserve:
    """What is kept free on a trip. A stretch is all that one row covers of it."""
    rows = bound.stretches(feed, trip)
    level = bound.rule.stretch_level(len({row.line for row in rows if row is not None}))
    return Reserve(rows, level, tuple(None if row is None else row.quantiles.at(level) for row in rows))
