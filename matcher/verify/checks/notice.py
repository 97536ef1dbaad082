"""A new match leaves time to hand the parcel in."""

from contracts.instants import epoch_s
from contracts.reasons import Cause
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture

_ANEW = {Cause.NEW, Cause.IMPROVED, Cause.DISRUPTION}


def notice(picture: Picture) -> Findings:
    """A match made anew has `hand_in_by` at least the area's notice after the decision, unless it goes on."""
    notice_s = 0 if picture.facts.area is None else picture.facts.area.notice_s
    for journey in picture.journeys:
        match = journey.match
        left = epoch_s(match.hand_in_by) - epoch_s(match.decided_at)
        if journey.made and journey.begun is None and match.cause in _ANEW and left < notice_s:
            yield match.parcel_id, f"It leaves {left} s until the hand-in; the notice is {notice_s} s."
