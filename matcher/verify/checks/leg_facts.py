"""A leg repeats what its trip says."""

from matcher.verify.checks.finding import Findings
from matcher.verify.legs import differences
from matcher.verify.picture import Picture


def leg_facts(picture: Picture) -> Findings:
    """The calls of a leg exist, and its stops, times, ids and service date are theirs."""
    for journey in picture.journeys:
        for leg in journey.match.legs:
            trip = picture.facts.trips.get(leg.trip_key)
            if trip is not None:
                for sentence in differences(leg, trip, made=journey.made):
                    yield journey.match.parcel_id, sentence
