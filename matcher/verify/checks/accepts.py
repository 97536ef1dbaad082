"""A place accepts parcels."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def accepts(picture: Picture) -> Findings:
    """Parcels are loaded and unloaded only at places that accept them."""
    for journey, ride in picture.rides():
        for call in (ride.board, ride.alight):
            stop = picture.facts.stops.get(call.stop_id)
            if stop is not None and not stop.accepts:
                yield journey.match.parcel_id, f"{stop.stop_id} accepts no parcels."
