"""Places and compartments take the kind of parcel."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def handling_class(picture: Picture) -> Findings:
    """Every place of a journey and every compartment offers the parcel's handling class."""
    for journey, ride in picture.rides():
        wanted = journey.request.handling_class
        for call in (ride.board, ride.alight):
            stop = picture.facts.stops.get(call.stop_id)
            if stop is not None and wanted not in stop.handling_classes:
                yield journey.match.parcel_id, f"{stop.stop_id} does not take {wanted!r}."
        if ride.compartment is not None and wanted not in ride.compartment.handling_classes:
            name = ride.compartment.name
            yield journey.match.parcel_id, f"{name!r} of {ride.leg.trip_key} does not take {wanted!r}."
