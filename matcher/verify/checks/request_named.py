"""A decision names the request it decides on."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture, in_force


def request_named(picture: Picture) -> Findings:
    """Every decision names a request of its parcel, and the live one of an open parcel that in force."""
    for parcel_id, chain in picture.decisions.items():
        shipment = picture.facts.parcels.get(parcel_id)
        if shipment is None:
            yield parcel_id, "Nobody requested it."
            continue
        for decision in chain:
            if decision.request_id not in shipment.requests:
                yield (
                    parcel_id,
                    f"Revision {decision.revision} names {decision.request_id!r}, which is no request of it.",
                )
        live = picture.live[parcel_id]
        is_open = not shipment.withdrawn and not picture.past_due(shipment)
        if live.request_id in shipment.requests and is_open:
            right = in_force(shipment, live, picture.facts.told_at)
            if live.request_id != right:
                yield parcel_id, f"It is decided on {live.request_id!r}; in force is {right!r}."
