"""A zone lets in who is allowed, when it is allowed."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture, Ride


def zone_access(picture: Picture) -> Findings:
    """At places of a zone only its powertrains load and unload, and only inside its windows.

    From the date on from which it holds, and unless the operator is exempt.
    """
    for journey, ride in picture.rides():
        for stop_id, instant in ((ride.board.stop_id, ride.departure), (ride.alight.stop_id, ride.arrival)):
            stop = picture.facts.stops.get(stop_id)
            if stop is not None and stop.zone_id is not None:
                sentence = _refusal(picture, stop.zone_id, ride, instant)
                if sentence is not None:
                    yield journey.match.parcel_id, sentence


def _refusal(picture: Picture, zone_id: str, ride: Ride, instant: int) -> str | None:
    """Why the zone lets nobody in; a zone that is not published is closed."""
    zone = picture.facts.zones.get(zone_id)
    clock = picture.facts.clock
    if zone is None:
        return f"The zone {zone_id} is not published."
    if zone.holds_from is not None and clock.day(instant) < zone.holds_from:
        return None
    if ride.trip.operator_id in zone.exempt_operator_ids:
        return None
    if zone.powertrains is not None and ride.trip.powertrain not in zone.powertrains:
        return f"The zone {zone_id} does not let {ride.trip.powertrain} load or unload."
    if not clock.is_open(zone.windows, instant):
        return f"The zone {zone_id} is closed at {clock.text(instant)}."
    return None
