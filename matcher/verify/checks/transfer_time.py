"""A transfer takes its time."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def transfer_time(picture: Picture) -> Findings:
    """From arrival to departure at a transfer still to be made at least the hub's `min_transfer_s` pass."""
    for journey in picture.whole_journeys():
        for last, following in journey.transfers:
            stop = picture.facts.stops.get(last.alight.stop_id)
            needed = 0 if stop is None or stop.hub is None else stop.hub.min_transfer_s
            waited = following.departure - last.arrival
            if waited < needed and not following.ridden:
                place = last.alight.stop_id
                yield journey.match.parcel_id, f"It has {waited} s to change trips at {place}, which takes {needed} s."
