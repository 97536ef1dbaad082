"""The question about a place: which parcels wait there, from when until when, for what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workers.views.manifest import Carried
from workers.views.names import Names
from workers.views.rows import LegRow


@dataclass(frozen=True, slots=True)
class Wait:
    """A parcel at a place over `[since, until)`, as storage counts it.

    It comes by the trip of `arrived` (None = a shop hands it in by `since`) and goes with the trip of
    `leaves` (None = it can be collected from `until` on).
    """

    carried: Carried
    since: int
    until: int
    arrived: LegRow | None
    leaves: LegRow | None


@dataclass(frozen=True, slots=True)
class HubList:
    """The answer: what waits at a place at any moment of `[since, until)`, in the order of arrival."""

    area: str
    stop_id: str
    since: int
    until: int
    waits: Sequence[Wait]
    names: Names


def waits_at(stop_id: str, since: int, until: int, carried: Iterable[Carried]) -> list[Wait]:
    """The waits at a place that overlap `[since, until)`."""
    waits = [
        wait
        for one in carried
        for place, wait in _waits(one)
        if place == stop_id and wait.since < wait.until and wait.since < until and since < wait.until
    ]
    return sorted(waits, key=lambda wait: (wait.since, wait.until, wait.carried.match.parcel_id))


def _waits(carried: Carried) -> Iterator[tuple[str, Wait]]:
    """At the origin, at each transfer, at the destination."""
    match = carried.match
    if match.hand_in_by is None or match.available_at is None:
        return
    first, last = match.legs[0], match.legs[-1]
    yield first.board_stop_id, Wait(carried, match.hand_in_by, first.board_at, None, first)
    for before, after in zip(match.legs, match.legs[1:], strict=False):
        yield before.alight_stop_id, Wait(carried, before.alight_at, after.board_at, before, after)
    yield last.alight_stop_id, Wait(carried, last.alight_at, match.available_at, last, None)
