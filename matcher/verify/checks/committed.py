"""A leg is committed once its cut-off has passed."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def committed(picture: Picture) -> Findings:
    """When decided, the first leg was committed from `hand_in_by` on, each later one from its departure."""
    for journey in picture.journeys:
        match = journey.match
        decided = epoch_s(match.decided_at)
        starts = [match.hand_in_by, *(leg.board_at for leg in match.legs[1:])]
        for leg, start in zip(match.legs, starts, strict=True):
            right = decided >= epoch_s(start)
            if leg.committed != right:
                yield match.parcel_id, f"committed of the leg on {leg.trip_key} should be {right}."
