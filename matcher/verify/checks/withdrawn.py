"""A withdrawn parcel has no journey."""

from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def withdrawn(picture: Picture) -> Findings:
    """The live decision of a withdrawn parcel, if any, is WITHDRAWN; that of no other parcel is."""
    for parcel_id, live in picture.live.items():
        shipment = picture.facts.parcels.get(parcel_id)
        if shipment is not None:
            said = isinstance(live, ParcelUnmatched) and live.reason is UnmatchedReason.WITHDRAWN
            if said != shipment.withdrawn and not (said and picture.past_due(shipment)):
                yield parcel_id, "Its decision says WITHDRAWN, but it is open." if said else "It is withdrawn."
