"""Nothing is matched before the area is published."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def area_published(picture: Picture) -> Findings:
    """There is a match only in an area that is published."""
    if picture.facts.area is None and picture.journeys:
        yield picture.area, "Parcels are matched, but no area.published says how."
