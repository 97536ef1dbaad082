"""Whether a published match still stands on the timetable in force, and as which journey."""

from collections.abc import Sequence
from itertools import pairwise

from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.resources.capacity import capacity_of
from matcher.resources.lockers import NO_LOCKER, fits_in
from matcher.state.decisions import LiveLeg, LiveMatch


def standing_journey(network: Network, question: Question, live: LiveMatch) -> Journey | None:
    """The live match as a journey, or None if what it was built on has changed.

    `question` is what all rules but those of hand-in leave: those were met when it was decided.
    """
    legs = tuple(ride_of(network, leg) for leg in live.legs)
    known = tuple(leg for leg in legs if leg is not None and _allowed(network, question, leg))
    if len(known) < len(legs) or not _connected(network, question, known) or not _ends(question, known):
        return None
    sizes = sizes_of(network, known, live)
    if sizes is None or not _fits(network, question, known, sizes):
        return None
    journey = Journey(known, live.cost_millis, sizes)
    on_time = live.hand_in_by == journey.hand_in_by(network) and live.available_at == journey.available_at(network)
    return journey if on_time and _in_time(question, live) else None


def sizes_of(network: Network, legs: Sequence[RideLeg], live: LiveMatch) -> tuple[int, ...] | None:
    """The sizes of lockers a live match names for the stays of its first legs, as in `journey.Journey`.

    None if they are not what the places have now.
    """
    calls = (legs[0].board, *(leg.alight for leg in legs))
    named = iter(live.lockers)
    sizes: list[int] = []
    for number in [network.call_place.item(call) for call in calls]:
        place = network.places[number]
        if place is None or place.locker is None:
            sizes.append(NO_LOCKER)
            continue
        stop_id, name = next(named, ("", ""))
        names = [size.name for size in place.locker.sizes]
        if stop_id != network.place_ids[number] or name not in names:
            return None
        sizes.append(names.index(name))
    if len(legs) == len(live.legs) and next(named, None) is not None:
        return None
    return tuple(sizes) if live.lockers else ()


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


def _connected(network: Network, question: Question, legs: tuple[RideLeg, ...]) -> bool:
    for before, after in pairwise(legs):
        hub = network.call_place[before.alight]
        waited = network.departure[after.board] - network.arrival[before.alight]
        if not network.is_hub[hub] or not network.min_transfer_s[hub] <= waited <= question.longest_wait_s[hub]:
            return False
    return True


def _ends(question: Question, legs: tuple[RideLeg, ...]) -> bool:
    return bool(question.begin[legs[0].board] and question.end[legs[-1].alight])


def _fits(network: Network, question: Question, legs: tuple[RideLeg, ...], sizes: tuple[int, ...]) -> bool:
    """Whether the compartments of lockers that it was given hold it."""
    lockers, contents = capacity_of(network).families.lockers, question.contents
    calls = (legs[0].board, *(leg.alight for leg in legs))
    stays = zip(calls, sizes, strict=False)
    return all(size < 0 or fits_in(lockers, network.call_place.item(call), size, contents) for call, size in stays)


def _in_time(question: Question, live: LiveMatch) -> bool:
    on_the_way = live.available_at - live.hand_in_by
    return live.available_at <= question.available_by and on_the_way <= question.longest_total_s
