"""The figures of both plans side by side, as the page and the terminal show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from contracts.reasons import UnmatchedReason
from workers.surfaces.comparison.comparison import MATCHED, NOT_DECIDED, Comparison, Side
from workers.surfaces.report import wording
from workers.surfaces.report.figures import NO_GAP
from workers.surfaces.report.rules import RuleInUse, rules_in_use

_Write = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of either plan, and what changes; `good` says whether the change is for the better, None = neither."""

    name: str
    before: str
    after: str
    change: str
    good: bool | None


def figure_rows(comparison: Comparison) -> list[FigureRow]:
    """The key figures: what the plan carries and is worth, then how evenly it serves the places."""
    a, b = comparison.a, comparison.b
    return [*_worth(a, b), *_work(a, b), *_fairness(comparison)]


def _worth(a: Side, b: Side) -> list[FigureRow]:
    matched = (len(a.facts.matches), len(b.facts.matches))
    values = (a.value_millis, b.value_millis)
    return [
        FigureRow("parcels asked for", wording.count(len(a.outcomes)), wording.count(len(b.outcomes)), "", good=None),
        _row("parcels that travel", matched, wording.count),
        _row("served share of all parcels", _shares(a, b, matched), wording.percent, points),
        _row("value of the plan, after costs", values, wording.euros, _signed_euros),
        FigureRow("no plan is worth more than", _bound(a), _bound(b), "", good=None),
        FigureRow("proven gap", _gap(a), _gap(b), "", good=None),
        _row("changes of trip", (a.transfers, b.transfers), wording.count, judged=False),
    ]


def _work(a: Side, b: Side) -> list[FigureRow]:
    carried, offered = (a.work.carried_l_km, b.work.carried_l_km), (a.work.offered_l_km, b.work.offered_l_km)
    rows = [
        _row("litre-km carried", carried, _whole, _signed_count, judged=False),
        _row("litre-km offered", offered, _whole, _signed_count, judged=False),
    ]
    unmeasured = (a.work.unmeasured_trips, b.work.unmeasured_trips)
    if any(unmeasured):
        rows.append(_row("trips of unknown length, not counted", unmeasured, wording.count, judged=False))
    return rows


def _fairness(comparison: Comparison) -> list[FigureRow]:
    fair_a, fair_b = comparison.fairness
    without = (fair_a.without, fair_b.without)
    total = fair_a.places
    return [
        _row("places without any service", without, lambda n: f"{n:,} of {total:,}", more_is_better=False),
        _row("served share, each place counting alike", (fair_a.mean_share, fair_b.mean_share), wording.percent, points),
        _row(
            "the same of the worst served tenth",
            (fair_a.worst_tenth_share, fair_b.worst_tenth_share), wording.percent, points,
        ),
    ]  # fmt: skip


def outcome_name(outcome: str) -> str:
    """`travels`, or the title of a reason."""
    if outcome == MATCHED:
        return "travels"
    return "not decided on" if outcome == NOT_DECIDED else wording.REASONS[UnmatchedReason(outcome)][0]


def reason_rows(comparison: Comparison) -> list[FigureRow]:
    """How many parcels each reason keeps at home in either plan."""
    return [
        _row(outcome_name(reason), (before, after), wording.count, more_is_better=False)
        for reason, before, after in comparison.reasons
    ]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule that the two plans do not share; empty where a plan does not have it."""

    kind: str
    name: str
    before: str
    after: str


def rule_rows(comparison: Comparison) -> list[RuleRow]:
    """What was changed, as far as it is a rule with a name."""
    before, after = (_by_name(rules_in_use(side.facts)) for side in (comparison.a, comparison.b))
    names = list(dict.fromkeys([*before, *after]))
    return [
        RuleRow(*name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _by_name(rules: Iterable[RuleInUse]) -> dict[tuple[str, str], str]:
    return {(rule.kind, rule.name): rule.sentence for rule in rules}


def points(change: float) -> str:
    """`+3.2 points`, of a hundred."""
    return f"{_sign(change)}{abs(change) * 100:.1f}\u00a0points"


def _row(
    name: str,
    values: tuple[float, float] | tuple[int, int],
    write: _Write,
    write_change: _Write | None = None,
    *,
    more_is_better: bool = True,
    judged: bool = True,
) -> FigureRow:
    change = values[1] - values[0]
    said = "" if change == 0 else (write_change or _signed_count)(change)
    good = None if change == 0 or not judged else (change > 0) is more_is_better
    return FigureRow(name, write(values[0]), write(values[1]), said, good)


def _shares(a: Side, b: Side, matched: tuple[int, int]) -> tuple[float, float]:
    return (matched[0] / max(len(a.outcomes), 1), matched[1] / max(len(b.outcomes), 1))


def _bound(side: Side) -> str:
    return "not known" if side.bound_millis is None else wording.euros(side.bound_millis)


def _gap(side: Side) -> str:
    if side.gap is None:
        return NO_GAP
    return "none" if side.gap == 0 else f"{side.gap * 100:.2f}\u00a0%"


def _sign(number: float) -> str:
    return "+" if number > 0 else "−"


def _signed_count(change: float) -> str:
    return f"{_sign(change)}{abs(change):,.0f}"


def _signed_euros(change: float) -> str:
    return f"{_sign(change)}{wording.euros(abs(round(change)))}"


def _whole(number: float) -> str:
    return f"{number:,.0f}"
