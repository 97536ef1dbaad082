"""What journeys take of vehicles, calls, hubs and lockers, and whether that is there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from contracts.stop import LockerSize
from contracts.trip import Compartment
from tests.oracles.journeys import Journey, Ride, kept_until
from tests.oracles.known import Known
from tests.oracles.load import Load
from tests.oracles.opening import earliest_open, latest_open

DIMENSIONS = ("volume_ml", "weight_g", "pieces")
DANGER = "danger"

Resource = tuple[str | int, ...]


class Stay(NamedTuple):
    """At a place from `start` until before `end`; None where the place has no open instant for it."""

    stop_id: str
    start: int | None
    end: int | None
    at_destination: bool = False


class Wait(NamedTuple):
    """An amount of what a place has is taken from `start` until before `end`."""

    place: Resource
    start: int
    end: int
    amount: int


@dataclass(frozen=True)
class Use:
    """What one load takes: amounts by resource with their limits, and its waits with theirs."""

    amounts: Counter[Resource]
    limits: dict[Resource, int]
    waits: list[Wait]
    places: dict[Resource, int]
    sizes: tuple[str, ...] = ()
    """Of compartments, one for each stay at a place with a locker."""

    def without_danger(self) -> "Use":
        """All but budgets of dangerous goods."""
        amounts = Counter({key: amount for key, amount in self.amounts.items() if key[0] != DANGER})
        return Use(amounts, self.limits, self.waits, self.places)


def uses_of(known: Known, journey: Journey, load: Load) -> Iterator[Use]:
    """All ways to use a journey: with every choice of locker sizes that fit; none where none does."""
    fitting: list[list[str]] = []
    for stay in stays_of(known, journey):
        locker = known.stops[stay.stop_id].locker
        if locker is not None:
            fitting.append([size.name for size in locker.sizes if _goes_in(load, size)])
    for sizes in product(*fitting):
        yield use_of(known, journey, load, sizes)


def use_of(known: Known, journey: Journey, load: Load, sizes: Sequence[str]) -> Use:
    """Segments, budgets, handling seconds, storage, and compartments of these sizes in the lockers on the way."""
    amounts: Counter[Resource] = Counter()
    limits: dict[Resource, int] = {}
    for ride, compartment in zip(journey.rides, journey.compartments, strict=True):
        for segment in range(ride.board, _room_until(known, journey, ride)):
            for dimension in DIMENSIONS:
                offered = offered_on(compartment, segment, dimension)
                if offered is not None:
                    amounts[ride.key, compartment.name, segment, dimension] += load.total(dimension)
                    limits[ride.key, compartment.name, segment, dimension] = offered
            for budget in ride.trip.danger_budgets:
                dangerous = [parcel.dangerous for parcel in load.parcels if parcel.dangerous is not None]
                gross_g = sum(each.gross_g for each in dangerous if each.danger_class in budget.classes)
                amounts[DANGER, ride.key, budget.name, segment] += gross_g
                limits[DANGER, ride.key, budget.name, segment] = budget.gross_g
        for index in (ride.board, ride.alight):
            call = ride.trip.calls[index]
            if call.handling_budget_s is not None:
                amounts[ride.key, index] += known.stops[call.stop_id].handling_s_per_parcel * len(load.parcels)
                limits[ride.key, index] = call.handling_budget_s
    waits, places = _waits(known, journey, load, list(sizes))
    return Use(amounts, limits, waits, places, tuple(sizes))


def _room_until(known: Known, journey: Journey, ride: Ride) -> int:
    """Up to which call a ride takes room: when nobody may come for it, past where the journey ends."""
    until = kept_until(known, ride) if ride is journey.rides[-1] else ride.alight
    return ride.alight if until is None else until


def _goes_in(load: Load, size: LockerSize) -> bool:
    """Whether each of them fits into a compartment of this size."""
    for parcel in load.parcels:
        if parcel.volume_ml > size.volume_ml:
            return False
        if size.longest_side_mm is not None and parcel.longest_side_mm > size.longest_side_mm:
            return False
        if size.weight_g is not None and parcel.weight_g > size.weight_g:
            return False
    return True


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
    return latest_open(stop.open, first.departure - stop.cut_off_s, known.zone, stop.open_exceptions)


def available_at(known: Known, journey: Journey) -> int | None:
    """The earliest open instant at least the release time after the last arrival."""
    last = journey.rides[-1]
    stop = known.stops[last.to_call.stop_id]
    return earliest_open(stop.open, last.arrival + stop.release_s, known.zone, stop.open_exceptions)


def stays_of(known: Known, journey: Journey) -> list[Stay]:
    """Where a parcel lies on a journey, in the order of travel."""
    first, last = journey.rides[0], journey.rides[-1]
    return [
        Stay(first.from_call.stop_id, hand_in_by(known, journey), first.departure),
        *(Stay(come.to_call.stop_id, come.arrival, go.departure) for come, go in journey.transfers),
        Stay(last.to_call.stop_id, last.arrival, available_at(known, journey), at_destination=True),
    ]


def fits(use: Use, others: Iterable[Use] = ()) -> bool:
    """Whether a use keeps to every limit beside the uses of others."""
    others = list(others)
    for resource, amount in use.amounts.items():
        if amount + sum(other.amounts[resource] for other in others) > use.limits[resource]:
            return False
    waits = [*use.waits, *(wait for other in others for wait in other.waits)]
    return all(_has_room(use.places[mine.place], mine, waits) for mine in use.waits)


def _has_room(offered: int, mine: Wait, waits: list[Wait]) -> bool:
    """At its own start, and whenever another wait starts during it, all waits there fit together."""
    here = [wait for wait in waits if wait.place == mine.place]
    instants = {wait.start for wait in here if mine.start <= wait.start < mine.end}
    return all(sum(wait.amount for wait in here if wait.start <= instant < wait.end) <= offered for instant in instants)


def _waits(known: Known, journey: Journey, load: Load, sizes: list[str]) -> tuple[list[Wait], dict[Resource, int]]:
    """In storage and in lockers; a wait of no length, or one without an open instant, takes no room."""
    waits: list[Wait] = []
    places: dict[Resource, int] = {}
    for stay in stays_of(known, journey):
        stop = known.stops[stay.stop_id]
        size = sizes.pop(0) if stop.locker is not None else None
        if stay.start is None or stay.end is None:
            continue
        if stop.hub is not None and stop.hub.storage_ml is not None and stay.start < stay.end:
            places["storage", stay.stop_id] = stop.hub.storage_ml
            waits.append(Wait(("storage", stay.stop_id), stay.start, stay.end, load.total("volume_ml")))
        if stop.locker is not None and size is not None:
            end = stay.end + (stop.locker.collect_s if stay.at_destination else 0)
            key: Resource = ("locker", stay.stop_id, size)
            places[key] = next((each.count for each in stop.locker.sizes if each.name == size), 0)
            if stay.start < end:
                waits.append(Wait(key, stay.start, end, len(load.parcels)))
    return waits, places
