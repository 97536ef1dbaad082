"""What journeys take of vehicles, calls and hubs, and whether that is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from contracts.parcel import ParcelRequested
from contracts.trip import Compartment
from tests.oracles.journeys import Journey
from tests.oracles.known import Known
from tests.oracles.opening import earliest_open, latest_open

DIMENSIONS = ("volume_ml", "weight_g", "pieces")


class Wait(NamedTuple):
    """A parcel at a hub from `start` until before `end`."""

    stop_id: str
    start: int
    end: int
    volume_ml: int


@dataclass(frozen=True)
class Use:
    """What one parcel takes: amounts by resource with their limits, and its waits."""

    amounts: Counter[tuple[str | int, ...]]
    limits: dict[tuple[str | int, ...], int]
    waits: list[Wait]


def use_of(known: Known, journey: Journey, parcel: ParcelRequested) -> Use:
    """Segments, handling seconds and hub storage that a parcel takes on a journey."""
    amounts: Counter[tuple[str | int, ...]] = Counter()
    limits: dict[tuple[str | int, ...], int] = {}
    for ride, compartment in zip(journey.rides, journey.compartments, strict=True):
        key = ride.trip.trip_key
        for segment in range(ride.board, ride.alight):
            for dimension in DIMENSIONS:
                offered = offered_on(compartment, segment, dimension)
                if offered is not None:
                    amounts[key, compartment.name, segment, dimension] += getattr(parcel, dimension)
                    limits[key, compartment.name, segment, dimension] = offered
        for index in (ride.board, ride.alight):
            call = ride.trip.calls[index]
            if call.handling_budget_s is not None:
                amounts[key, index] += known.stops[call.stop_id].handling_s_per_parcel
                limits[key, index] = call.handling_budget_s
    return Use(amounts, limits, _waits(known, journey, parcel.volume_ml))


def offered_on(compartment: Compartment, segment: int, dimension: str) -> int | None:
    """What a compartment offers from call `segment` to the next; the last override that names it wins."""
    for part in reversed(compartment.segments):
        if part.from_call <= segment < part.to_call and dimension in part.model_fields_set:
            told: int | None = getattr(part, dimension)
            return told
    offered: int | None = getattr(compartment, dimension)
    return offered


def hand_in_by(known: Known, journey: Journey) -> int | None:
    """The latest open instant at least the cut-off before the first departure."""
    first = journey.rides[0]
    stop = known.stops[first.from_call.stop_id]
    return latest_open(stop.open, first.departure - stop.cut_off_s, known.zone)


def available_at(known: Known, journey: Journey) -> int | None:
    """The earliest open instant at least the release time after the last arrival."""
    last = journey.rides[-1]
    stop = known.stops[last.to_call.stop_id]
    return earliest_open(stop.open, last.arrival + stop.release_s, known.zone)


def fits(known: Known, use: Use, others: Iterable[Use] = ()) -> bool:
    """Whether a use keeps to every limit beside the uses of others."""
    others = list(others)
    for resource, amount in use.amounts.items():
        if amount + sum(other.amounts[resource] for other in others) > use.limits[resource]:
            return False
    waits = [*use.waits, *(wait for other in others for wait in other.waits)]
    return all(_has_room(known, mine, waits) for mine in use.waits)


def _has_room(known: Known, mine: Wait, waits: list[Wait]) -> bool:
    """At its own start, and whenever another wait starts during it, all waits at the hub fit together."""
    hub = known.stops[mine.stop_id].hub
    if hub is None or hub.storage_ml is None:
        return True
    here = [wait for wait in waits if wait.stop_id == mine.stop_id]
    instants = {wait.start for wait in here if mine.start <= wait.start < mine.end}
    return all(
        sum(wait.volume_ml for wait in here if wait.start <= instant < wait.end) <= hub.storage_ml
        for instant in instants
    )


def _waits(known: Known, journey: Journey, volume_ml: int) -> list[Wait]:
    """At hubs only; a wait of no length, or one without an open instant, takes no room."""
    first, last = journey.rides[0], journey.rides[-1]
    ends: list[tuple[str, int | None, int | None]] = [
        (first.from_call.stop_id, hand_in_by(known, journey), first.departure),
        *((come.to_call.stop_id, come.arrival, go.departure) for come, go in journey.transfers),
        (last.to_call.stop_id, last.arrival, available_at(known, journey)),
    ]
    return [
        Wait(stop_id, start, end, volume_ml)
        for stop_id, start, end in ends
        if known.stops[stop_id].hub is not None and start is not None and end is not None and start < end
    ]
