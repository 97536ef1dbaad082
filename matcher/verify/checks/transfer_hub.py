"""Parcels change trips at hubs."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def transfer_hub(picture: Picture) -> Findings:
    """Every transfer still to be made is at a hub."""
    for journey in picture.whole_journeys():
        for last, following in journey.transfers:
            stop = picture.facts.stops.get(last.alight.stop_id)
            if stop is not None and stop.hub is None and not following.ridden:
                yield journey.match.parcel_id, f"It changes trips at {stop.stop_id}, which is no hub."
