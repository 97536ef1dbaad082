"""A transfer is a change of trips."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def trip_change(picture: Picture) -> Findings:
    """Consecutive legs are on different trips."""
    for journey in picture.whole_journeys():
        for last, following in journey.transfers:
            if last.leg.trip_key == following.leg.trip_key:
                yield journey.match.parcel_id, f"It changes from {last.leg.trip_key} to the same trip."
