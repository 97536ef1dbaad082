"""A parcel does not wait too long between two trips."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def longest_wait(picture: Picture) -> Findings:
    """From arrival to departure at a transfer still to be made at most the hub's `longest_wait_s` pass."""
    for journey in picture.whole_journeys():
        for last, following in journey.transfers:
            stop = picture.facts.stops.get(last.alight.stop_id)
            most = None if stop is None or stop.hub is None else stop.hub.longest_wait_s
            waited = following.departure - last.arrival
            if most is not None and waited > most and not following.ridden:
                yield (
                    journey.match.parcel_id,
                    f"It waits {waited} s at {last.alight.stop_id}, where {most} s is the most.",
                )
