"""The reason: the first rule, in the contract's order, that no journey meets with all before it."""

from collections.abc import Sequence

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


def reasons_of(
    rules: Rulebook, search: Search, empty: Free, requests: Sequence[Request], not_before: Sequence[int]
) -> list[UnmatchedReason]:
    """The reasons of parcels that nothing brings where they go. `empty`: the capacity with nothing taken;
    `not_before`: the earliest hand-in of each that the parcel it comes after allows.

    Each rule only takes journeys away, so the first unmet one is found by bisection, for all parcels
    at once.
    """
    met, unmet = [0] * len(requests), [len(rules.rules) + 1] * len(requests)
    while unsure := [number for number in range(len(requests)) if unmet[number] - met[number] > 1]:
        middle = [(met[number] + unmet[number]) // 2 for number in unsure]
        questions = [
            rules.question(requests[number], count, not_before[number])
            for number, count in zip(unsure, middle, strict=True)
        ]
        for number, count, there in zip(unsure, middle, search.exist(questions, empty), strict=True):
            (met if there else unmet)[number] = count
    return [
        rules.rules[count].reason if count < len(rules.rules) else UnmatchedReason.NOT_WORTH_ITS_COST for count in met
    ]
