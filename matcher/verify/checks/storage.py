"""No hub holds more than it can, at any instant."""

from collections.abc import Sequence

from matcher.verify.checks.finding import Findings
from matcher.verify.room import Room, Wait


def storage(room: Room) -> Findings:
    """The volume waiting at a hub is never more than its `storage_ml`.

    Where all of them are on their last trip, or were, it is the hub that shrank.
    """
    for stop_id, waits in room.waits.items():
        stop = room.facts.stops.get(stop_id)
        offered = None if stop is None or stop.hub is None else stop.hub.storage_ml
        if offered is not None:
            yield from _overfull(room, stop_id, offered, waits)


def _overfull(room: Room, stop_id: str, offered: int, waits: Sequence[Wait]) -> Findings:
    """What leaves at an instant makes room for what comes at it: changes are sorted, leaving first."""
    changes: list[tuple[int, int, int]] = []
    for wait in waits:
        if wait.start < wait.end:
            changes.append((wait.start, wait.volume_ml, 0 if wait.settled else 1))
            changes.append((wait.end, -wait.volume_ml, 0 if wait.settled else -1))
    held = unsettled = 0
    was_over = False
    for instant, volume_ml, one in sorted(changes):
        held += volume_ml
        unsettled += one
        is_over = held > offered and unsettled > 0
        if is_over and not was_over:
            yield stop_id, f"At {room.facts.clock.text(instant)} it holds {held} ml of {offered}."
        was_over = is_over
