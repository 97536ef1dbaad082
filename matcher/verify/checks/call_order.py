"""A parcel travels forward."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def call_order(picture: Picture) -> Findings:
    """The alighting call comes after the boarding call."""
    for journey, ride in picture.rides():
        board, alight = ride.leg.board_call, ride.leg.alight_call
        if alight <= board:
            yield (
                journey.match.parcel_id,
                f"It boards {ride.leg.trip_key} at call {board} and alights at call {alight}.",
            )
