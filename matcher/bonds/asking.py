"""What is asked for the units of a round, and what each parcel of them could bring at most."""

from collections.abc import Sequence

from contracts.parcel import Bond
from matcher.agenda import Item
from matcher.assignment.party import cheapest_worth
from matcher.assignment.problem import Ask, Candidate, Problem
from matcher.bonds.consignment import as_one
from matcher.bonds.ties import Ties
from matcher.bonds.unit import Unit
from matcher.journeys.journey import Journey
from matcher.resume import ask_for
from matcher.state.hours import NEVER_BEFORE
from matcher.workbench import Workbench


def problem_of(ties: Ties, units: Sequence[Unit]) -> Problem:
    """The asks of a round; those of a unit that cannot travel whatever the others do are left out."""
    bench = ties.ledger.bench
    for unit in units:
        unit.asks = _asks_for(bench, ties, unit)
    find_cheapest(bench, [ask for unit in units for ask in unit.asks])
    asks: list[Ask] = []
    bound: list[tuple[int, ...]] = []
    for unit in units:
        if unit.may_travel:
            if len(unit.asks) > 1:
                bound.append(tuple(range(len(asks), len(asks) + len(unit.asks))))
            asks += unit.asks
    return Problem(bench.search, bench.capacity, asks, ties.ledger.free, tuple(bound))


def find_cheapest(bench: Workbench, asks: Sequence[Ask]) -> None:
    """The cheapest journey of each ask when alone, if that is worth its cost."""
    journeys = bench.search.cheapest_of_each([ask.question for ask in asks], bench.empty)
    worthwhile: list[tuple[Ask, Journey]] = []
    for ask, cheapest in zip(asks, journeys, strict=True):
        journey = cheapest_worth(bench.search, ask, bench.empty, cheapest)
        if journey is not None:
            worthwhile.append((ask, journey))
    uses = bench.capacity.uses_of_each([journey for _, journey in worthwhile], [ask.request for ask, _ in worthwhile])
    for (ask, journey), own_uses in zip(worthwhile, uses, strict=True):
        ask.cheapest = Candidate(journey, own_uses, ask.net_millis(journey, bench.network))


def most_without_bonds(ties: Ties, units: Sequence[Unit]) -> dict[str, int]:
    """By parcel id, what those would bring if they were alone whom a bond may make bring less."""
    if not ties.state.bonds.in_use:
        return {}
    bench = ties.ledger.bench
    bonded = [item for unit in units for number, item in enumerate(unit.items) if _is_bonded(unit.ask_of(number))]
    asks = [ask_for(bench, item) for item in bonded]
    if asks:
        find_cheapest(bench, asks)
    return {item.request.parcel_id: ask.most_millis for item, ask in zip(bonded, asks, strict=True)}


def _is_bonded(ask: Ask) -> bool:
    return bool(ask.together) or ask.not_before != NEVER_BEFORE


def _asks_for(bench: Workbench, ties: Ties, unit: Unit) -> list[Ask]:
    if unit.bond is not Bond.TOGETHER:
        return [ask_for(bench, item, ties.not_before(item)) for item in unit.items]
    return [_ask_for_all(bench, ties, unit.items)]


def _ask_for_all(bench: Workbench, ties: Ties, items: Sequence[Item]) -> Ask:
    requests = tuple(item.request for item in items)
    one, not_before = as_one(requests), ties.not_before(items[0])
    question = bench.rules.question(one, not_before=not_before)
    return Ask(one, question, together=requests, not_before=not_before)
