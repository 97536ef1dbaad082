"""The times of calls that a feed leaves blank, from the timed calls before and after them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from workers.sources.gtfs.distance import metres_along
from workers.sources.gtfs.stop_times import StopTime, Times
from workers.sources.gtfs.stops import Stop


def interpolated_times(
    rows: Sequence[StopTime], times: Sequence[Times | None], stops: Mapping[str, Stop]
) -> list[Times]:
    """Arrival and departure of every row of a trip, given those of its first, its last and perhaps other rows.

    Between two timed calls the trip is taken to move evenly along shape_dist_traveled where the feed
    gives it, else along the straight lines between the stops, else from call to call.
    """
    timed = [(index, known) for index, known in enumerate(times) if known is not None]
    filled = [timed[0][1]]
    for (start, (_, leave)), (end, known) in pairwise(timed):
        if end - start > 1:
            for share in _shares(rows[start : end + 1], stops)[1:-1]:
                passing = leave + round((known[0] - leave) * share)
                filled.append((passing, passing))
        filled.append(known)
    return filled


def _shares(rows: Sequence[StopTime], stops: Mapping[str, Stop]) -> list[float]:
    """How much of the way from the first to the last row lies behind each row, from 0 to 1."""
    given = [row.shape_distance for row in rows if row.shape_distance is not None]
    straight = metres_along([stops[row.stop_id] for row in rows])
    for along in (given, straight):
        if along is not None and len(along) == len(rows) and _leads_on(along):
            return [(metres - along[0]) / (along[-1] - along[0]) for metres in along]
    return [index / (len(rows) - 1) for index in range(len(rows))]


def _leads_on(along: Sequence[float]) -> bool:
    return along[-1] > along[0] and all(here <= there for here, there in pairwise(along))
