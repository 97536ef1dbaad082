"""Who got what, and why not: said in the draft, and booked."""

from collections.abc import Sequence
from dataclasses import replace

from contracts.reasons import UnmatchedReason
from matcher.agenda import Item
from matcher.assignment.problem import Ask, Candidate
from matcher.bonds.asking import most_without_bonds
from matcher.bonds.ties import Ties
from matcher.bonds.unit import Unit
from matcher.draft import Draft
from matcher.explain.limits import limits_of
from matcher.explain.reason import reasons_of
from matcher.publish import live_match
from matcher.workbench import Workbench


def tell(ties: Ties, draft: Draft, units: Sequence[Unit]) -> None:
    """Publish what each parcel got, and book it; `ledger.free` is what the plan leaves."""
    bench = ties.ledger.bench
    _find_reasons(bench, [ask for unit in units for ask in unit.asks])
    most = most_without_bonds(ties, units)
    for unit in units:
        for number, item in enumerate(unit.items):
            ask = unit.ask_of(number)
            most_millis = most.get(item.request.parcel_id, ask.most_millis)
            if ask.chosen is not None:
                own = _own(bench, item, ask, number, ask.chosen) if ask.together else ask.chosen
                live = ask.begun(live_match(item, own.journey, bench.network, bench.now))
                draft.match(item, live)
                ties.ledger.book(item, live, own.uses, most_millis)
            else:
                revision = _refuse(ties, draft, item, ask, unit.reason(ask))
                ties.ledger.settle(item, revision, most_millis, ties.context(item))


def _refuse(ties: Ties, draft: Draft, item: Item, ask: Ask, reason: UnmatchedReason) -> int:
    """Returns the revision that is live now."""
    if reason != UnmatchedReason.CAPACITY_SOLD_OUT or ask.cheapest is None:
        return draft.refuse(item, reason)
    return draft.refuse(
        item, reason, limits_of(ties.ledger.bench.capacity, ties.ledger.free, ask.cheapest, ask.question.contents)
    )


def _find_reasons(bench: Workbench, asks: Sequence[Ask]) -> None:
    """Why, for each ask that no journey would answer if it were alone."""
    unknown = [ask for ask in asks if ask.cheapest is None and ask.reason_without is None]
    requests, not_before = [ask.request for ask in unknown], [ask.not_before for ask in unknown]
    reasons = reasons_of(bench.rules, bench.search, bench.empty, requests, not_before)
    for ask, reason in zip(unknown, reasons, strict=True):
        ask.reason_without = reason


def _own(bench: Workbench, item: Item, ask: Ask, number: int, chosen: Candidate) -> Candidate:
    """What an ask got as one of those takes it that travel together: at its own cost, in its own room."""
    cost = ask.costs_millis(chosen.journey, bench.network)[number]
    journey = replace(chosen.journey, cost_millis=cost)
    return Candidate(journey, bench.capacity.uses(journey, item.request), item.request.value_millis - cost)
