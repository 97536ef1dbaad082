"""What is asked for a parcel: a journey from its origin or, if its journey has begun and broke, from
where it is by plan.

A parcel whose first trip has not left waits at its origin; one on its way waits at the hub where its
last ridden leg ends. Either way it is there already, so hand-in and notice are behind it.
"""

from dataclasses import replace

from contracts.reasons import UnmatchedReason
from matcher.agenda import Item
from matcher.assignment.problem import Ask, Candidate
from matcher.journeys.journey import waited_s
from matcher.journeys.question import Question, Ridden
from matcher.journeys.standing import ride_of
from matcher.rules.cut_off import CUT_OFF
from matcher.state.decisions import LiveLeg, LiveMatch
from matcher.workbench import Workbench

_TOO_LATE = UnmatchedReason.DUE_TOO_EARLY
"""Why a journey that has begun cannot be finished: nothing from there arrives in time."""


def ask_for(bench: Workbench, item: Item) -> Ask:
    """The request with the question all rules leave and its cheapest journey when alone."""
    if isinstance(item.live, LiveMatch) and item.live.has_begun:
        return _ask_to_resume(bench, item, item.live)
    question = bench.rules.question(item.request)
    return Ask(item.request, question, _cheapest(bench, item, question))


def _ask_to_resume(bench: Workbench, item: Item, live: LiveMatch) -> Ask:
    question = bench.rules.without(CUT_OFF.reason).question(item.request)
    question = replace(question, board=question.board & (bench.network.departure > bench.now))
    ridden = [leg for leg in live.legs if leg.board_at <= bench.now]
    known = _ridden(bench, ridden)
    if not ridden:
        question = replace(question, hand_in_from=item.request.ready_at)
        return Ask(item.request, question, _cheapest(bench, item, question), None, _TOO_LATE)
    if known is None:
        return Ask(item.request, question, None, live.hand_in_by, _TOO_LATE)
    question = replace(question, ridden=known)
    return Ask(item.request, question, _cheapest(bench, item, question), live.hand_in_by, _TOO_LATE)


def _ridden(bench: Workbench, legs: list[LiveLeg]) -> Ridden | None:
    """Legs that have left, as numbers of the network; None if the timetable no longer has them so."""
    rides = [ride_of(bench.network, leg) for leg in legs]
    known = tuple(ride for ride in rides if ride is not None)
    if not known or len(known) < len(rides) or not bench.network.is_hub[bench.network.call_place[known[-1].alight]]:
        return None
    return Ridden(known, waited_s(bench.network, known))


def _cheapest(bench: Workbench, item: Item, question: Question) -> Candidate | None:
    journey = bench.search.cheapest(question, bench.empty)
    if journey is None or journey.cost_millis >= item.request.value_millis:
        return None
    uses = bench.capacity.uses(journey, item.request)
    return Candidate(journey, uses, item.request.value_millis - journey.cost_millis)
