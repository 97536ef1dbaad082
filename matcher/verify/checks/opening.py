"""Somebody is there whenever a parcel changes hands."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def opening(picture: Picture) -> Findings:
    """Every boarding and alighting lies inside the opening of its place."""
    clock = picture.facts.clock
    for journey, ride in picture.rides():
        for call, instant in ((ride.board, ride.departure), (ride.alight, ride.arrival)):
            stop = picture.facts.stops.get(call.stop_id)
            if stop is not None and not clock.is_open(stop.open, instant, stop.open_exceptions):
                yield journey.match.parcel_id, f"{stop.stop_id} is closed at {clock.text(instant)}."
