"""What a journey that times and places allow must meet besides: one function for each reason."""

from collections.abc import Callable, Iterator
from datetime import datetime

from contracts.goods import GoodsClass
from contracts.instants import epoch_s
from contracts.reasons import UnmatchedReason
from tests.oracles.journeys import Journey, Ride
from tests.oracles.known import Known
from tests.oracles.load import Load
from tests.oracles.opening import is_open
from tests.oracles.use import available_at, fits, hand_in_by, stays_of, uses_of


def goods_of(known: Known, load: Load) -> GoodsClass:
    """What the area says of a load's handling class."""
    name = load.first.handling_class
    told = () if known.area is None else known.area.goods
    return next((each for each in told if each.handling_class == name), GoodsClass(handling_class=name))


def _fits_empty(known: Known, _: int, journey: Journey, load: Load) -> bool:
    sides = [compartment.longest_side_mm for compartment in journey.compartments]
    if any(side is not None and parcel.longest_side_mm > side for side in sides for parcel in load.parcels):
        return False
    return any(fits(use.without_danger()) for use in uses_of(known, journey, load))


def _handling_offered(known: Known, _: int, journey: Journey, load: Load) -> bool:
    goods = goods_of(known, load)
    needed = goods.carried_as or goods.handling_class
    if goods.excluded or any(needed not in space.handling_classes for space in journey.compartments):
        return False
    for stay in stays_of(known, journey):
        if needed not in known.stops[stay.stop_id].handling_classes:
            if goods.longest_outside_s == 0:
                return False
            known_length = stay.start is not None and stay.end is not None
            if known_length and (stay.end or 0) - (stay.start or 0) > goods.longest_outside_s:
                return False
    return _danger_provided_for(journey, load)


def _danger_provided_for(journey: Journey, load: Load) -> bool:
    """Each class is named by a budget of each trip, and all of it together fits the empty budgets."""
    dangerous = [parcel.dangerous for parcel in load.parcels if parcel.dangerous is not None]
    for ride in journey.rides:
        for each in dangerous:
            if not any(each.danger_class in budget.classes for budget in ride.trip.danger_budgets):
                return False
        for budget in ride.trip.danger_budgets:
            if sum(each.gross_g for each in dangerous if each.danger_class in budget.classes) > budget.gross_g:
                return False
    return True


def _zones_let_in(known: Known, _: int, journey: Journey, __: Load) -> bool:
    for ride, stop_id, instant in _changes_of_hands(journey):
        zone_id = known.stops[stop_id].zone_id
        if zone_id is None:
            continue
        if zone_id not in known.zones:
            return False
        rules = known.zones[zone_id]
        if rules.holds_from is not None and datetime.fromtimestamp(instant, known.zone).date() < rules.holds_from:
            continue
        if ride.trip.operator_id in rules.exempt_operator_ids:
            continue
        if rules.powertrains is not None and ride.trip.powertrain not in rules.powertrains:
            return False
        if not is_open(rules.windows, instant, known.zone):
            return False
    return True


def _places_open(known: Known, _: int, journey: Journey, __: Load) -> bool:
    stops = [(known.stops[stop_id], at) for _, stop_id, at in _changes_of_hands(journey)]
    return (
        all(is_open(stop.open, at, known.zone, stop.open_exceptions) for stop, at in stops)
        and hand_in_by(known, journey) is not None
        and available_at(known, journey) is not None
    )


def _handed_in_in_time(known: Known, now: int, journey: Journey, load: Load) -> bool:
    hand_in = hand_in_by(known, journey)
    notice_s = 0 if known.area is None else known.area.notice_s
    return hand_in is not None and hand_in >= max(epoch_s(load.first.ready_at), now + notice_s)


def _there_by_due(known: Known, _: int, journey: Journey, load: Load) -> bool:
    available = available_at(known, journey)
    return available is not None and available <= epoch_s(load.first.due_at)


def _soon_enough(known: Known, _: int, journey: Journey, load: Load) -> bool:
    most = goods_of(known, load).longest_total_s
    hand_in, available = hand_in_by(known, journey), available_at(known, journey)
    return most is None or hand_in is None or available is None or available - hand_in <= most


def _changes_of_hands(journey: Journey) -> Iterator[tuple[Ride, str, int]]:
    for ride in journey.rides:
        yield ride, ride.from_call.stop_id, ride.departure
        yield ride, ride.to_call.stop_id, ride.arrival


Rule = Callable[[Known, int, Journey, Load], bool]
"""Facts, the instant to decide at, a journey and what travels on it -> whether it is met."""

RULES: tuple[tuple[UnmatchedReason, Rule], ...] = (
    (UnmatchedReason.TOO_LARGE, _fits_empty),
    (UnmatchedReason.HANDLING_NOT_OFFERED, _handling_offered),
    (UnmatchedReason.ZONE_CLOSED, _zones_let_in),
    (UnmatchedReason.STOP_CLOSED, _places_open),
    (UnmatchedReason.CUT_OFF_MISSED, _handed_in_in_time),
    (UnmatchedReason.DUE_TOO_EARLY, _there_by_due),
    (UnmatchedReason.TOO_LONG_ON_THE_WAY, _soon_enough),
)
"""In the order of the reasons; what other parcels have to do with it comes after them."""
