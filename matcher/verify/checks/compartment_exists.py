"""A leg uses a compartment its trip has."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def compartment_exists(picture: Picture) -> Findings:
    """The trip of a leg has the compartment it names."""
    for journey, ride in picture.rides():
        if ride.compartment is None:
            yield journey.match.parcel_id, f"{ride.leg.trip_key} has no compartment {ride.leg.compartment!r}."
