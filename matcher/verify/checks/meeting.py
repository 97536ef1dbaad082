"""Where somebody meets the bus, a parcel that nobody takes can ride on."""

from matcher.verify.checks.finding import Findings
from matcher.verify.meeting import kept_until
from matcher.verify.picture import Picture


def meeting(picture: Picture) -> Findings:
    """Where room is kept up to a fallback, the last trip of a journey that ends there calls at it later."""
    for journey in picture.whole_journeys():
        last = journey.rides[-1]
        stop = picture.facts.stops.get(last.alight.stop_id)
        if not last.ridden and kept_until(last.trip, last.leg.alight_call, stop) is None:
            place = last.alight.stop_id
            yield journey.match.parcel_id, f"{last.leg.trip_key} does not come to the fallback of {place} any more."
