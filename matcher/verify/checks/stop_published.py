"""Parcels change hands at published places only."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def stop_published(picture: Picture) -> Findings:
    """Every boarding and alighting call is at a published place."""
    for journey, ride in picture.rides():
        for call in (ride.board, ride.alight):
            if call.stop_id not in picture.facts.stops:
                yield journey.match.parcel_id, f"{call.stop_id} is not published."
