"""What limits a parcel that is worth its journey: the full rows of the journey it would take if alone."""

from collections.abc import Iterator

from contracts.instants import local_instant
from contracts.unmatched import DangerLimit, Dimension, HandlingLimit, Limit, LockerLimit, SegmentLimit, StorageLimit
from matcher.assignment.problem import Candidate
from matcher.resources.capacity import Capacity, Free
from matcher.resources.lockers import Contents, fits_in, rows_at, sizes_at
from matcher.resources.segments import DIMENSIONS


def limits_of(capacity: Capacity, free: Free, candidate: Candidate, contents: Contents) -> tuple[Limit, ...]:
    """The first full row of each range the candidate takes from, in the order of the journey.

    `contents`: what goes into lockers. One is full when no size that holds it is free throughout the stay.
    """
    return tuple(_limits(capacity, free, candidate, contents))


def _limits(capacity: Capacity, free: Free, candidate: Candidate, contents: Contents) -> Iterator[Limit]:
    families = capacity.families
    for first, last, amount in candidate.uses.tolist():
        limit: Limit | None
        if families.lockers.first_row <= first < families.danger.first_row:
            limit = _locker_limit(capacity, free, (first, last), contents)
        else:
            row = _first_full(free, range(first, last), amount)
            limit = None if row is None else _limit(capacity, row)
        if limit is not None:
            yield limit


def _first_full(free: Free, rows: range, amount: int) -> int | None:
    return next((row for row in rows if free.rows[row] < amount), None)


def _limit(capacity: Capacity, row: int) -> Limit:
    families = capacity.families
    if row >= families.danger.first_row:
        return _danger_limit(capacity, row - families.danger.first_row)
    if row >= families.storage.first_row:
        return _storage_limit(capacity, row - families.storage.first_row)
    if row >= families.handling.first_row:
        return _handling_limit(capacity, row - families.handling.first_row)
    return _segment_limit(capacity, row)


def _segment_limit(capacity: Capacity, row: int) -> SegmentLimit:
    network, segments = capacity.network, capacity.families.segments
    block, segment = divmod(row, segments.rows)
    carrier = int(segments.carrier_row.searchsorted(segment, side="right")) - 1
    return SegmentLimit(
        trip_key=network.trips[network.carrier_trip[carrier]].trip_key,
        call=int(segment - segments.carrier_row[carrier]),
        compartment=network.carriers[carrier].name,
        dimension=Dimension(DIMENSIONS[block]),
    )


def _handling_limit(capacity: Capacity, call: int) -> HandlingLimit:
    network = capacity.network
    trip = network.call_trip[call]
    return HandlingLimit(trip_key=network.trips[trip].trip_key, call=int(call - network.trip_first[trip]))


def _storage_limit(capacity: Capacity, row: int) -> StorageLimit:
    network, storage = capacity.network, capacity.families.storage
    place = int(storage.first.searchsorted(row, side="right")) - 1
    at = local_instant(int(storage.begins[row]), network.settings.time_zone)
    return StorageLimit(stop_id=network.place_ids[place], at=at)


def _danger_limit(capacity: Capacity, row: int) -> DangerLimit:
    network, budgets = capacity.network, capacity.families.danger
    budget = int(budgets.budget_row.searchsorted(row, side="right")) - 1
    trip = int(budgets.budget_first.searchsorted(budget, side="right")) - 1
    return DangerLimit(
        trip_key=network.trips[trip].trip_key,
        call=int(row - budgets.budget_row[budget]),
        budget=network.trips[trip].danger_budgets[budget - budgets.budget_first[trip]].name,
    )


def _locker_limit(capacity: Capacity, free: Free, rows: tuple[int, int], contents: Contents) -> LockerLimit | None:
    """Of the largest size that holds it; None if any is free. `rows`: those of one size over the stay."""
    network, lockers = capacity.network, capacity.families.lockers
    place = int(lockers.first.searchsorted(rows[0] - lockers.first_row, side="right")) - 1
    known = network.place(place).locker
    size_rows = rows_at(lockers, place)
    shift = (rows[0] - lockers.first_row - int(lockers.first[place])) // size_rows
    full: LockerLimit | None = None
    for size in range(sizes_at(lockers, place)):
        if known is not None and fits_in(lockers, place, size, contents):
            offset = (size - shift) * size_rows
            row = _first_full(free, range(rows[0] + offset, rows[1] + offset), contents.parcels)
            if row is None:
                return None
            at = local_instant(int(lockers.begins[row - lockers.first_row]), network.settings.time_zone)
            full = LockerLimit(stop_id=network.place_ids[place], at=at, size=known.sizes[size].name)
    return full
