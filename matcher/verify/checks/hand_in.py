"""When a parcel is handed in follows from its first departure."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def hand_in(picture: Picture) -> Findings:
    """`hand_in_by` is the latest open instant not after the first departure less the cut-off."""
    clock = picture.facts.clock
    for journey in picture.whole_journeys():
        first = journey.rides[0]
        stop = picture.facts.stops.get(first.board.stop_id)
        if stop is not None:
            right = clock.latest_open(stop.open, first.departure - stop.cut_off_s)
            if right != epoch_s(journey.match.hand_in_by):
                should = "nothing, as the place never opens" if right is None else clock.text(right)
                yield journey.match.parcel_id, f"hand_in_by should be {should}."
