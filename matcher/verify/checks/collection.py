"""When a parcel can be collected follows from its last arrival."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def collection(picture: Picture) -> Findings:
    """`available_at` is the earliest open instant not before the last arrival plus the release time."""
    clock = picture.facts.clock
    for journey in picture.whole_journeys():
        last = journey.rides[-1]
        stop = picture.facts.stops.get(last.alight.stop_id)
        if stop is not None:
            right = clock.earliest_open(stop.open, last.arrival + stop.release_s, stop.open_exceptions)
            if right != epoch_s(journey.match.available_at):
                should = "nothing, as the place never opens" if right is None else clock.text(right)
                yield journey.match.parcel_id, f"available_at should be {should}."
