"""When a parcel is handed in follows from its first departure."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Journey, Picture


def hand_in(picture: Picture) -> Findings:
    """`hand_in_by` is the latest open instant not after the first departure less the cut-off.

    Of a journey on its way it stays what it was, whatever becomes of the cut-off.
    """
    for journey in picture.whole_journeys():
        if journey.made or not journey.match.legs[0].committed:
            right = _right(picture, journey)
            if right != epoch_s(journey.match.hand_in_by):
                should = "nothing, as the place never opens" if right is None else picture.facts.clock.text(right)
                yield journey.match.parcel_id, f"hand_in_by should be {should}."


def _right(picture: Picture, journey: Journey) -> int | None:
    first = journey.rides[0]
    if first.ridden and journey.begun is not None:
        return epoch_s(journey.begun.hand_in_by)
    stop = picture.facts.stops.get(first.board.stop_id)
    if stop is None:  # another check says so
        return epoch_s(journey.match.hand_in_by)
    return picture.facts.clock.latest_open(stop.open, first.departure - stop.cut_off_s, stop.open_exceptions)
