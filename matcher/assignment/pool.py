"""A lean pool of candidates per parcel, for the exchange: the cheapest few, over all departures."""

from matcher.assignment.problem import Ask, Assignment, Candidate, Problem

COLUMNS_PER_PARCEL = 8


def pool(problem: Problem, assignment: Assignment) -> list[list[Candidate]]:
    """Candidates of each ask on what kept matches leave free; the chosen one is always among them.

    `problem.free` must have the assignment's own journeys given back.
    """
    return [_columns(problem, ask, assignment.chosen.get(index)) for index, ask in enumerate(problem.asks)]


def _columns(problem: Problem, ask: Ask, chosen: Candidate | None) -> list[Candidate]:
    if ask.cheapest is None:
        return []
    journeys = sorted(
        (
            journey
            for journey in problem.search.all_last_calls(ask.question, problem.free)
            if ask.is_worth(journey, problem.search.network)
        ),
        key=lambda journey: (journey.cost_millis, journey.legs),
    )
    candidates = [problem.candidate(ask, journey) for journey in journeys[:COLUMNS_PER_PARCEL]]
    candidates = [candidate for candidate in candidates if problem.free.fits(candidate.uses)]
    if chosen is not None and all(candidate.journey != chosen.journey for candidate in candidates):
        candidates.append(chosen)
    return candidates
