"""What is asked for a parcel: a journey from its origin or, if its journey has begun and broke, from
where it is by plan.

A parcel whose first trip has not left waits at its origin; one on its way waits at the hub where its
last ridden leg ends. Either way it is there already, so hand-in and notice are behind it.
"""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.agenda import Item
from matcher.assignment.problem import Ask
from matcher.journeys.journey import waited_s
from matcher.journeys.question import Ridden
from matcher.journeys.standing import ride_of, sizes_of
from matcher.rules.cut_off import CUT_OFF
from matcher.state.decisions import LiveLeg, LiveMatch
from matcher.state.hours import NEVER_BEFORE
from matcher.workbench import Workbench

_TOO_LATE = UnmatchedReason.DUE_TOO_EARLY
"""Why a journey that has begun cannot be finished: nothing from there arrives in time."""


def ask_for(bench: Workbench, item: Item, not_before: int = NEVER_BEFORE) -> Ask:
    """The request with the question all rules leave. `not_before`: of the parcel it comes after."""
    if isinstance(item.live, LiveMatch) and item.live.has_begun:
        return _to_resume(bench, item, item.live)
    return Ask(item.request, bench.rules.question(item.request, not_before=not_before), not_before=not_before)


def _to_resume(bench: Workbench, item: Item, live: LiveMatch) -> Ask:
    question = bench.rules.without(CUT_OFF.reason).question(item.request)
    question = question._replace(board=question.board & (bench.network.departure > bench.now))
    ridden = [leg for leg in live.legs if leg.board_at <= bench.now]
    if not ridden:
        question = question._replace(hand_in_from=item.request.ready_at)
        return Ask(item.request, question, reason_without=_TOO_LATE)
    question = question._replace(handed_in_at=live.hand_in_by)
    known = _ridden(bench, live, ridden)
    if known is None:
        question = question._replace(board=np.zeros_like(question.board))
    else:
        question = question._replace(ridden=known)
    return Ask(item.request, question, hand_in_by=live.hand_in_by, reason_without=_TOO_LATE)


def _ridden(bench: Workbench, live: LiveMatch, legs: list[LiveLeg]) -> Ridden | None:
    """Legs that have left, as numbers of the network; None if the timetable no longer has them so."""
    rides = [ride_of(bench.network, leg) for leg in legs]
    known = tuple(ride for ride in rides if ride is not None)
    if not known or len(known) < len(rides) or not bench.network.is_hub[bench.network.call_place[known[-1].alight]]:
        return None
    return Ridden(known, waited_s(bench.network, known), sizes_of(bench.network, known, live) or ())
