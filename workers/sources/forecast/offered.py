"""What passengers leave of the compartments of a trip."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from contracts.trip import Compartment, SegmentCapacity
from workers.sources.findings import Findings
from workers.sources.forecast.bind import BoundPassengers
from workers.sources.forecast.quantiles import column_of
from workers.sources.forecast.reserve import Reserve, reserve
from workers.sources.forecast.row import ForecastRow
from workers.sources.forecast.rule import DIMENSIONS, PassengerRule
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledTrip


def offered_compartments(
    bound: BoundPassengers,
    compartments: Sequence[Compartment],
    feed: SourceFeed,
    trip: ScheduledTrip,
    findings: Findings,
) -> tuple[Compartment, ...]:
    """The compartments with what is left on each segment. Where nothing is, a finding says why."""
    kept = reserve(bound, feed, trip)
    left = tuple(left_of(compartment, bound.rule, kept.passengers) for compartment in compartments)
    for code, line, segment, why in _nothing(bound, kept, left):
        sentence = f"{feed.wire_id(trip.trip_id)} on {trip.service_date}, {_way(bound, feed, trip, segment)}: {why}"
        findings.add(bound.file, line, code, sentence)
    return left


def left_of(compartment: Compartment, rule: PassengerRule, passengers: Sequence[int | None]) -> Compartment:
    """A compartment after the reserve: `segments` where the passengers of a segment need some of it.

    `passengers`: for each segment those kept room for; None = as many as there can be.
    """
    overrides: list[SegmentCapacity] = []
    segment = 0
    for load, run in groupby(passengers):
        end = segment + len(list(run))
        rest = _left(compartment, rule, load)
        if any(amount != getattr(compartment, dimension) for dimension, amount in rest.items()):
            overrides.append(SegmentCapacity(from_call=segment, to_call=end, **rest))
        segment = end
    return (
        compartment.model_copy(update={"segments": (*compartment.segments, *overrides)}) if overrides else compartment
    )


def _left(compartment: Compartment, rule: PassengerRule, passengers: int | None) -> dict[str, int]:
    """By dimension, where passengers count; never below 0."""
    if passengers is None:
        return dict.fromkeys(rule.needs(compartment, 0), 0)
    needs = rule.needs(compartment, passengers)
    return {dimension: max(0, getattr(compartment, dimension) - need) for dimension, need in needs.items()}


def _nothing(
    bound: BoundPassengers, kept: Reserve, left: Sequence[Compartment]
) -> Iterator[tuple[str, int | None, int, str]]:
    """Why nothing is offered, each reason with its code, the forecast's line and the first segment it holds on."""
    silent = next((segment for segment, row in enumerate(kept.rows) if row is None), None)
    if silent is not None:
        yield "NO_FORECAST", None, silent, "no row speaks of it, so nothing is offered there"
    for segment, row in enumerate(kept.rows):
        if row is not None and kept.level > row.quantiles.highest:
            yield "FORECAST_TOO_COARSE", row.line, segment, _too_coarse(bound, kept, row)
            break
    for compartment in left:
        full = next((segment for segment in _emptied(compartment) if kept.passengers[segment] is not None), None)
        row = None if full is None else kept.rows[full]
        if full is not None and row is not None:
            why = f"passengers may need all of {compartment.name!r}, so nothing is offered there"
            yield "RESERVE_TAKES_ALL", row.line, full, why
            break


def _too_coarse(bound: BoundPassengers, kept: Reserve, row: ForecastRow) -> str:
    return (
        f"to promise {_percent(bound.rule.service_level)} for the whole trip each of its stretches needs the load at "
        f"{_percent(kept.level)}, above {column_of(row.quantiles.highest)}, so nothing is offered there; "
        "add p100, speak of the trip in fewer rows, or say stretches: together"
    )


def _percent(level: Fraction) -> str:
    return f"{float(level) * 100:.6g} %"


def _emptied(compartment: Compartment) -> Iterator[int]:
    """The segments on which a dimension has nothing left."""
    for override in compartment.segments:
        left = [getattr(override, dimension) for dimension in DIMENSIONS if dimension in override.model_fields_set]
        if 0 in left:
            yield from range(override.from_call, override.to_call)


def _way(bound: BoundPassengers, feed: SourceFeed, trip: ScheduledTrip, segment: int) -> str:
    """`Smiltene to Palsmane`."""
    ends = (feed.wire_id(call.stop_id) for call in trip.calls[segment : segment + 2])
    return " to ".join(bound.places.by_id[bound.places.place_id(stop_id)].name for stop_id in ends)
