"""Nothing is matched before the area is published."""

from contracts.match import ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def area_published(picture: Picture) -> Findings:
    """There is a live match only in an area that is published."""
    matched = any(isinstance(live, ParcelMatched) for live in picture.live.values())
    if picture.facts.area is None and matched:
        yield picture.area, "Parcels are matched, but no area.published says how."
