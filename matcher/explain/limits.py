"""What limits a parcel that is worth its journey: the full rows of the journey it would take if alone."""

from collections.abc import Iterator

from contracts.instants import local_instant
from contracts.unmatched import Dimension, HandlingLimit, Limit, SegmentLimit, StorageLimit
from matcher.assignment.problem import Candidate
from matcher.resources.capacity import Capacity, Free
from matcher.resources.segments import DIMENSIONS


def limits_of(capacity: Capacity, free: Free, candidate: Candidate) -> tuple[Limit, ...]:
    """The first full row of each range the candidate takes from, in the order of the journey."""
    return tuple(_limit(capacity, row) for row in _full_rows(free, candidate))


def _full_rows(free: Free, candidate: Candidate) -> Iterator[int]:
    for first, last, amount in candidate.uses.tolist():
        for row in range(first, last):
            if free.rows[row] < amount:
                yield row
                break


def _limit(capacity: Capacity, row: int) -> Limit:
    network, families = capacity.network, capacity.families
    if row >= families.storage.first_row:
        return _storage_limit(capacity, row - families.storage.first_row)
    if row >= families.handling.first_row:
        call = row - families.handling.first_row
        trip = network.call_trip[call]
        return HandlingLimit(trip_key=network.trips[trip].trip_key, call=int(call - network.trip_first[trip]))
    block, segment = divmod(row, families.segments.rows)
    carrier = int(families.segments.carrier_row.searchsorted(segment, side="right")) - 1
    return SegmentLimit(
        trip_key=network.trips[network.carrier_trip[carrier]].trip_key,
        call=int(segment - families.segments.carrier_row[carrier]),
        compartment=network.carriers[carrier].name,
        dimension=Dimension(DIMENSIONS[block]),
    )


def _storage_limit(capacity: Capacity, row: int) -> StorageLimit:
    network, storage = capacity.network, capacity.families.storage
    place = int(storage.first.searchsorted(row, side="right")) - 1
    at = local_instant(int(storage.begins[row]), network.settings.time_zone)
    return StorageLimit(stop_id=network.place_ids[place], at=at)
