"""A leg rides a trip that runs."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def trip_in_force(picture: Picture) -> Findings:
    """The trip of every leg is in the newest complete publication of its service date."""
    for journey in picture.journeys:
        for leg in journey.match.legs:
            if leg.trip_key not in picture.facts.trips:
                yield journey.match.parcel_id, f"{leg.trip_key} is in no complete publication in force."
