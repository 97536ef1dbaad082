"""Journeys for a party, parcels of which all are matched or none, in the room that is free.

A journey that is cheapest for one may take the room that only another one could do with. So where the
cheapest journeys do not fit together, those are tried that differ from them, parcel by parcel. Each journey
but the cheapest lacks one of its legs; whoever looks for it without the boarding call, the alighting call or
the compartment of each leg in turn, and so on, comes upon every one. `MOST_SEARCHES` ends that for large parties.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.assignment.problem import Ask, Candidate, Problem
from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Flags
from matcher.journeys.question import Question
from matcher.journeys.search import Search
from matcher.resources.capacity import Free

MOST_SEARCHES = 100
"""For a party that would fit if each of it were alone, beside one search for each."""

_Barred = frozenset[tuple[str, int]]
"""What a question leaves out: fields of it, and which flag."""


def fitting_all(problem: Problem, party: Sequence[int]) -> list[Candidate]:
    """A journey for each of a party; their room is taken. Empty = they do not all fit, and nothing is taken."""
    asks = [problem.asks[index] for index in party]
    if len(asks) == 1:
        candidate = fitting(problem, asks[0])
        if candidate is None:
            return []
        problem.free.take(candidate.uses)
        return [candidate]
    if any(fitting(problem, ask) is None for ask in asks):
        return []
    return _seated(problem, asks, _Searches(MOST_SEARCHES + len(asks))) or []


def fitting(problem: Problem, ask: Ask) -> Candidate | None:
    """The cheapest journey in the room that is free, if one is worth its cost."""
    if ask.cheapest is None or problem.free.fits(ask.cheapest.uses):
        return ask.cheapest
    return _cheapest_candidate(problem, ask)


def cheapest_worth(search: Search, ask: Ask, free: Free, cheapest: Journey | None) -> Journey | None:
    """The journey that costs least of those that are worth it to each parcel they are for.

    `cheapest`: the search's, which knows but one. Parcels that travel together pay each leg each, and may differ in
    whether waiting or one more leg is too dear for them. A single leg costs each of them least.
    """
    if cheapest is None or not ask.together or len(cheapest.legs) == 1:
        return cheapest if cheapest is not None and ask.is_worth(cheapest, search.network) else None
    journeys = [each for each in search.all_last_calls(ask.question, free) if ask.is_worth(each, search.network)]
    return min(journeys, key=lambda each: (-ask.net_millis(each, search.network), each.legs), default=None)


def _cheapest_candidate(problem: Problem, ask: Ask) -> Candidate | None:
    cheapest = problem.search.cheapest(ask.question, problem.free)
    journey = cheapest_worth(problem.search, ask, problem.free, cheapest)
    candidate = None if journey is None else problem.candidate(ask, journey)
    return candidate if candidate is not None and problem.free.fits(candidate.uses) else None


@dataclass(slots=True)
class _Searches:
    """How many are left."""

    left: int


def _seated(problem: Problem, asks: Sequence[Ask], searches: _Searches) -> list[Candidate] | None:
    """A journey for each, and their room taken; None = not found, and nothing taken."""
    if not asks:
        return []
    for candidate in _journeys(problem, asks[0], searches):
        problem.free.take(candidate.uses)
        others = _seated(problem, asks[1:], searches)
        if others is not None:
            return [candidate, *others]
        problem.free.give_back(candidate.uses)
    return None


def _journeys(problem: Problem, ask: Ask, searches: _Searches) -> Iterator[Candidate]:
    """Journeys in the room that is free, the cheapest first, then those that differ from one before."""
    queue: deque[_Barred] = deque([frozenset()])
    tried: set[_Barred] = set(queue)
    found: set[Journey] = set()
    while queue and searches.left > 0:
        searches.left -= 1
        barred = queue.popleft()
        candidate = fitting(problem, ask) if not barred else _fitting_without(problem, ask, barred)
        if candidate is None:
            continue
        more = [barred | {each} for leg in candidate.journey.legs for each in _parts(leg)]
        queue += [each for each in dict.fromkeys(more) if each not in tried]
        tried.update(more)
        if candidate.journey not in found:
            found.add(candidate.journey)
            yield candidate


def _parts(leg: RideLeg) -> list[tuple[str, int]]:
    return [("board", leg.board), ("alight", leg.alight), ("carrier", leg.carrier)]


def _fitting_without(problem: Problem, ask: Ask, barred: _Barred) -> Candidate | None:
    return _cheapest_candidate(problem, replace(ask, question=_without(ask.question, barred)))


def _without(question: Question, barred: _Barred) -> Question:
    """The same question with some of what it may use left out."""
    board, alight, carrier = np.copy(question.board), np.copy(question.alight), np.copy(question.carrier)
    flags: dict[str, Flags] = {"board": board, "alight": alight, "carrier": carrier}
    for name, number in barred:
        flags[name][number] = False
    return question._replace(board=board, alight=alight, carrier=carrier)
