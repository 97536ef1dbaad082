"""A match names a compartment, one that the parcel fits, wherever it waits in a locker."""

from contracts.parcel import ParcelRequested
from contracts.stop import LockerSize
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Journey, Picture


def locker_named(picture: Picture) -> Findings:
    """`lockers` has one entry for each stay at a place that has one, in the order of travel, of a size it fits.

    Of stays that are over it says what was right then.
    """
    for journey in picture.whole_journeys():
        ahead = journey.stays_ahead
        stops = [picture.facts.stops.get(stay.stop_id) for stay in ahead]
        right = [stop.stop_id for stop in stops if stop is not None and stop.locker is not None]
        if not _names(journey, right):
            said = ", ".join(stay.stop_id for stay in journey.match.lockers) or "nowhere"
            yield journey.match.parcel_id, f"lockers is {said}; should be {', '.join(right) or 'nowhere'}."
            continue
        for stay, stop in zip(ahead, stops, strict=True):
            if stop is not None and stop.locker is not None:
                size = next((size for size in stop.locker.sizes if size.name == stay.size), None)
                if size is None or not _fits(journey.request, size):
                    yield journey.match.parcel_id, f"It fits no compartment {stay.size!r} of {stop.stop_id}."


def _names(journey: Journey, right: list[str]) -> bool:
    """Whether the entries end with those for the stays ahead, and the others are of stays that are over."""
    said = [stay.stop_id for stay in journey.match.lockers]
    before = len(said) - len(right)
    over = iter([stay.stop_id for stay in journey.stays if stay not in journey.stays_ahead])
    return before >= 0 and said[before:] == right and all(stop_id in over for stop_id in said[:before])


def _fits(request: ParcelRequested, size: LockerSize) -> bool:
    side_fits = size.longest_side_mm is None or request.longest_side_mm <= size.longest_side_mm
    weight_fits = size.weight_g is None or request.weight_g <= size.weight_g
    return request.volume_ml <= size.volume_ml and side_fits and weight_fits
