"""The reason: the first rule, in the contract's order, that no journey meets with all before it."""

from contracts.reasons import UnmatchedReason
from matcher.journeys.search import Search
from matcher.resources.capacity import Free
from matcher.rules.known import no_timetable, unknown_stop
from matcher.rules.order import Rulebook
from matcher.state.area_state import AreaState
from matcher.state.parcels import Request


def reason_before_journeys(state: AreaState, request: Request) -> UnmatchedReason | None:
    """UNKNOWN_STOP or NO_TIMETABLE, if one holds."""
    return unknown_stop(state, request) or no_timetable(state, request)


def reason_of(rules: Rulebook, search: Search, empty: Free, request: Request) -> UnmatchedReason:
    """The reason of a parcel the plan left out. `empty`: the capacity with nothing taken.

    Each rule only takes journeys away, so the first unmet one is found by bisection.
    """
    met, unmet = 0, len(rules.rules) + 1
    while unmet - met > 1:
        middle = (met + unmet) // 2
        if search.exists(rules.question(request, middle), empty):
            met = middle
        else:
            unmet = middle
    if met < len(rules.rules):
        return rules.rules[met].reason
    cheapest = search.cheapest(rules.question(request), empty)
    if cheapest is None or cheapest.cost_millis >= request.value_millis:
        return UnmatchedReason.NOT_WORTH_ITS_COST
    return UnmatchedReason.CAPACITY_SOLD_OUT
