"""No hub holds more than it can, at any instant."""

from matcher.verify.checks.finding import Findings
from matcher.verify.peak import first_over
from matcher.verify.room import Room


def storage(room: Room) -> Findings:
    """The volume waiting at a hub is never more than its `storage_ml`.

    Where all of them are on their last trip, or were, it is the hub that shrank.
    """
    for stop_id, waits in room.waits.items():
        stop = room.facts.stops.get(stop_id)
        offered = None if stop is None or stop.hub is None else stop.hub.storage_ml
        if offered is not None:
            for instant, held in first_over(waits, offered):
                yield stop_id, f"At {room.facts.clock.text(instant)} it holds {held} ml of {offered}."
