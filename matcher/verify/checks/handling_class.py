"""Places and compartments take the kind of parcel."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def handling_class(picture: Picture) -> Findings:
    """Every compartment offers what the parcel's goods are carried as, and so does every place.

    At a place that does not it stays at most as long as its goods bear it outside; if they do not at
    all, it has no business there.
    """
    for journey, ride in picture.rides():
        wanted = picture.facts.carried_as(journey.request)
        if ride.compartment is not None and wanted not in ride.compartment.handling_classes:
            name = ride.compartment.name
            yield journey.match.parcel_id, f"{name!r} of {ride.leg.trip_key} does not take {wanted!r}."
    for journey in picture.whole_journeys():
        wanted, bears_s = (
            picture.facts.carried_as(journey.request),
            picture.facts.goods(journey.request).longest_outside_s,
        )
        for stay in journey.stays_ahead:
            stop = picture.facts.stops.get(stay.stop_id)
            if stop is not None and wanted not in stop.handling_classes:
                if bears_s == 0:
                    yield journey.match.parcel_id, f"{stop.stop_id} does not take {wanted!r}."
                elif stay.end - stay.start > bears_s:
                    stays = f"{stay.end - stay.start} s, where {bears_s} s is the most"
                    yield journey.match.parcel_id, f"{stop.stop_id} does not take {wanted!r}; it stays {stays}."
