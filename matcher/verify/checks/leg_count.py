"""At most four legs."""

from contracts.match import MAX_LEGS
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def leg_count(picture: Picture) -> Findings:
    """A journey has at most 4 legs."""
    for journey in picture.journeys:
        legs = len(journey.match.legs)
        if not 1 <= legs <= MAX_LEGS:
            yield journey.match.parcel_id, f"It has {legs} legs; a journey has 1 to {MAX_LEGS}."
