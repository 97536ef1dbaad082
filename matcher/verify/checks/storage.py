"""No hub holds more than it can, at any instant."""

from collections import defaultdict
from collections.abc import Iterator

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Journey, Picture


def storage(picture: Picture) -> Findings:
    """The volume waiting at a hub is never more than its `storage_ml`."""
    changes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for journey in picture.whole_journeys():
        volume = journey.request.volume_ml
        for stop_id, start, end in _waits(journey):
            if start < end:
                changes[stop_id] += [(start, volume), (end, -volume)]
    for stop_id, changed in changes.items():
        stop = picture.facts.stops.get(stop_id)
        offered = None if stop is None or stop.hub is None else stop.hub.storage_ml
        if offered is not None:
            yield from _overfull(picture, stop_id, offered, sorted(changed))


def _waits(journey: Journey) -> Iterator[tuple[str, int, int]]:
    """Where a parcel waits, from when until before when."""
    first, last = journey.rides[0], journey.rides[-1]
    yield first.board.stop_id, epoch_s(journey.match.hand_in_by), first.departure
    for arriving, leaving in journey.transfers:
        yield arriving.alight.stop_id, arriving.arrival, leaving.departure
    yield last.alight.stop_id, last.arrival, epoch_s(journey.match.available_at)


def _overfull(picture: Picture, stop_id: str, offered: int, changes: list[tuple[int, int]]) -> Findings:
    """What leaves at an instant makes room for what comes at it: changes are sorted, leaving first."""
    held = 0
    for instant, change in changes:
        was_over = held > offered
        held += change
        if held > offered and not was_over:
            yield stop_id, f"At {picture.facts.clock.text(instant)} it holds {held} ml of {offered}."
