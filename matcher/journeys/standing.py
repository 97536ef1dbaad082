"""Whether a published match still stands on the timetable in force, and as which journey."""

from itertools import pairwise

from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.state.decisions import LiveLeg, LiveMatch


def standing_journey(network: Network, question: Question, live: LiveMatch) -> Journey | None:
    """The live match as a journey, or None if what it was built on has changed.

    `question` is what all rules but those of hand-in leave: those were met when it was decided.
    """
    legs = tuple(ride_of(network, leg) for leg in live.legs)
    known = tuple(leg for leg in legs if leg is not None and _allowed(network, question, leg))
    if len(known) < len(legs) or not _connected(network, known):
        return None
    journey = Journey(known, live.cost_millis)
    on_time = live.hand_in_by == journey.hand_in_by(network) and live.available_at == journey.available_at(network)
    return journey if on_time and live.available_at <= question.available_by else None


def ride_of(network: Network, live: LiveLeg, *, on_time: bool = True) -> RideLeg | None:
    """A published leg as numbers of the network, if its trip still runs it at the same places and times.

    `on_time=False`: at whatever times.
    """
    trip = network.trip_number.get(live.trip_key)
    if trip is None or live.alight_call >= network.trips[trip].calls:
        return None
    first = int(network.trip_first[trip])
    board, alight = first + live.board_call, first + live.alight_call
    names = [spec.name for spec in network.trips[trip].compartments]
    same = (
        live.compartment in names
        and network.place_ids[network.call_place[board]] == live.board_stop_id
        and network.place_ids[network.call_place[alight]] == live.alight_stop_id
    )
    if on_time:
        same = same and bool(network.departure[board] == live.board_at and network.arrival[alight] == live.alight_at)
    return RideLeg(int(network.carrier_first[trip]) + names.index(live.compartment), board, alight) if same else None


def _allowed(network: Network, question: Question, leg: RideLeg) -> bool:
    at_stops = question.board[leg.board] and question.alight[leg.alight]
    aboard = question.carrier[leg.carrier] and network.longest_side_mm[leg.carrier] >= question.longest_side_mm
    return bool(at_stops and aboard)


def _connected(network: Network, legs: tuple[RideLeg, ...]) -> bool:
    for before, after in pairwise(legs):
        hub = network.call_place[before.alight]
        ready = network.arrival[before.alight] + network.min_transfer_s[hub]
        if not network.is_hub[hub] or ready > network.departure[after.board]:
            return False
    return True
