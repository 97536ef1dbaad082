"""No size of compartments is taken more often than there are, at any instant."""

from collections import defaultdict
from collections.abc import Sequence

from matcher.verify.checks.finding import Findings
from matcher.verify.peak import first_over
from matcher.verify.room import Room, Wait


def locker_room(room: Room) -> Findings:
    """At any instant no more parcels are in compartments of a size than a locker has of it.

    Where all of them are on their last trip, or were, it is the locker that shrank.
    """
    for stop_id, taken in room.lockers.items():
        stop = room.facts.stops.get(stop_id)
        if stop is not None and stop.locker is not None:
            counts = {size.name: size.count for size in stop.locker.sizes}
            of_size: dict[str, list[Wait]] = defaultdict(list)
            for size, wait in taken:
                of_size[size].append(wait)
            for size, waits in of_size.items():
                if size in counts:
                    yield from _overfull(room, stop_id, f"{counts[size]} {size!r}", counts[size], waits)


def _overfull(room: Room, stop_id: str, there: str, count: int, waits: Sequence[Wait]) -> Findings:
    for instant, held in first_over(waits, count):
        yield stop_id, f"At {room.facts.clock.text(instant)} {held} parcels are in the {there} that it has."
