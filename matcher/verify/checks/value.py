"""A match is worth what its request says."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def value(picture: Picture) -> Findings:
    """`value_millis` is that of the request in force."""
    for journey in picture.journeys:
        said, right = journey.match.value_millis, journey.request.value_millis
        if said != right:
            yield journey.match.parcel_id, f"value_millis is {said}, the request says {right}."
