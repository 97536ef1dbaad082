"""What a leg says against what its trip says."""

from contracts.instants import epoch_s, format_instant
from contracts.match import Leg
from contracts.trip import TripPublished


def differences(leg: Leg, trip: TripPublished, *, made: bool = True) -> list[str]:
    """A sentence for everything a leg says otherwise than the trip in force; empty when it is true.

    `made=False`: of what it depends on to stand, places and times.
    """
    last = len(trip.calls) - 1
    if max(leg.board_call, leg.alight_call) > last:
        return [f"It uses call {max(leg.board_call, leg.alight_call)} of {leg.trip_key}, whose last is {last}."]
    board, alight = trip.calls[leg.board_call], trip.calls[leg.alight_call]
    ids = (
        ("trip_id", leg.trip_id, trip.trip_id),
        ("service_date", str(leg.service_date), str(trip.service_date)),
        ("operator_id", leg.operator_id, trip.operator_id),
    )
    places = (
        ("board_stop_id", leg.board_stop_id, board.stop_id),
        ("alight_stop_id", leg.alight_stop_id, alight.stop_id),
    )
    times = (("board_at", leg.board_at, board.departure), ("alight_at", leg.alight_at, alight.arrival))
    pairs = (*ids, *places) if made else places
    found = [(field, said, right) for field, said, right in pairs if said != right]
    found += [
        (field, format_instant(said), format_instant(right))
        for field, said, right in times
        if epoch_s(said) != epoch_s(right)
    ]
    return [f"{field} of its leg on {leg.trip_key} is {said}, the trip says {right}." for field, said, right in found]


def calls_there(leg: Leg, trip: TripPublished) -> bool:
    """Whether a trip still serves both places of a leg at the same calls, whatever became of its times."""
    if max(leg.board_call, leg.alight_call) >= len(trip.calls):
        return False
    board, alight = trip.calls[leg.board_call], trip.calls[leg.alight_call]
    return leg.board_stop_id == board.stop_id and leg.alight_stop_id == alight.stop_id
