"""A call allows what is done at it."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def pickup_drop_off(picture: Picture) -> Findings:
    """Parcels are loaded where pickup is allowed and unloaded where drop-off is."""
    for journey, ride in picture.rides():
        if not ride.board.pickup:
            yield journey.match.parcel_id, f"{ride.leg.trip_key} loads nothing at call {ride.leg.board_call}."
        if not ride.alight.drop_off:
            yield journey.match.parcel_id, f"{ride.leg.trip_key} unloads nothing at call {ride.leg.alight_call}."
