"""What an area does not carry does not travel."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def goods_excluded(picture: Picture) -> Findings:
    """No parcel of an excluded class has a trip ahead."""
    for journey in picture.journeys:
        if picture.facts.goods(journey.request).excluded and not all(ride.ridden for ride in journey.rides):
            yield journey.match.parcel_id, f"{journey.request.handling_class!r} is not carried."
