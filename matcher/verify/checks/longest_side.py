"""A parcel is not longer than its compartment."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def longest_side(picture: Picture) -> Findings:
    """The parcel's longest side, unless unknown (0), is not longer than the compartment's."""
    for journey, ride in picture.rides():
        if ride.compartment is not None:
            side, limit = journey.request.longest_side_mm, ride.compartment.longest_side_mm
            if limit is not None and side > limit:
                yield journey.match.parcel_id, f"Its side of {side} mm is longer than {limit} mm."
