"""What is asked for a parcel: a journey from its origin or, if its journey has begun and broke, from
where it is by plan.

A parcel whose first trip has not left waits at its origin; one on its way waits at the hub where its
last ridden leg ends. Either way it is there already, so hand-in and notice are behind it.
"""

from collections.abc import Sequence

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.agenda import Item
from matcher.assignment.problem import Ask, Candidate
from matcher.journeys.journey import waited_s
from matcher.journeys.question import Ridden
from matcher.journeys.standing import ride_of
from matcher.rules.cut_off import CUT_OFF
from matcher.state.decisions import LiveLeg, LiveMatch
from matcher.workbench import Workbench

_TOO_LATE = UnmatchedReason.DUE_TOO_EARLY
"""Why a journey that has begun cannot be finished: nothing from there arrives in time."""


def asks_for(bench: Workbench, items: Sequence[Item]) -> list[Ask]:
    """The requests with the questions all rules leave and their cheapest journeys when alone."""
    asks = [_without_journey(bench, item) for item in items]
    journeys = bench.search.cheapest_of_each([ask.question for ask in asks], bench.empty)
    worthwhile = {
        number: journey
        for number, (ask, journey) in enumerate(zip(asks, journeys, strict=True))
        if journey is not None and journey.cost_millis < ask.request.value_millis
    }
    requests = [asks[number].request for number in worthwhile]
    uses = bench.capacity.uses_of_each(list(worthwhile.values()), requests)
    for (number, journey), request, own_uses in zip(worthwhile.items(), requests, uses, strict=True):
        asks[number].cheapest = Candidate(journey, own_uses, request.value_millis - journey.cost_millis)
    return asks


def _without_journey(bench: Workbench, item: Item) -> Ask:
    if isinstance(item.live, LiveMatch) and item.live.has_begun:
        return _to_resume(bench, item, item.live)
    return Ask(item.request, bench.rules.question(item.request))


def _to_resume(bench: Workbench, item: Item, live: LiveMatch) -> Ask:
    question = bench.rules.without(CUT_OFF.reason).question(item.request)
    question = question._replace(board=question.board & (bench.network.departure > bench.now))
    ridden = [leg for leg in live.legs if leg.board_at <= bench.now]
    if not ridden:
        question = question._replace(hand_in_from=item.request.ready_at)
        return Ask(item.request, question, reason_without=_TOO_LATE)
    known = _ridden(bench, ridden)
    if known is None:
        question = question._replace(board=np.zeros_like(question.board))
    else:
        question = question._replace(ridden=known)
    return Ask(item.request, question, hand_in_by=live.hand_in_by, reason_without=_TOO_LATE)


def _ridden(bench: Workbench, legs: list[LiveLeg]) -> Ridden | None:
    """Legs that have left, as numbers of the network; None if the timetable no longer has them so."""
    rides = [ride_of(bench.network, leg) for leg in legs]
    known = tuple(ride for ride in rides if ride is not None)
    if not known or len(known) < len(rides) or not bench.network.is_hub[bench.network.call_place[known[-1].alight]]:
        return None
    return Ridden(known, waited_s(bench.network, known))
