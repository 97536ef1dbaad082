"""compare.html: one self-contained file that opens from disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workers.surfaces.comparison.change_map import ChangeMap, change_map
from workers.surfaces.comparison.comparison import MATCHED, Comparison, PlaceServed, Turn
from workers.surfaces.comparison.dumbbells import ROWS, Chart, change_class, chart_of
from workers.surfaces.comparison.rows import (
    FigureRow,
    RuleRow,
    figure_rows,
    outcome_name,
    points,
    reason_rows,
    rule_rows,
)
from workers.surfaces.report import wording
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.figures import Figure, assumption, title
from workers.surfaces.report.pages import write_page

PARCEL_ROWS = 300
PLACE_ROWS = 300
NAMED = 12


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A parcel whose outcome is another."""

    parcel_id: str
    origin: str
    destination: str
    size: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TurnGroup:
    """Parcels that turned the same way."""

    title: str
    total: int
    rows: list[TurnRow]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its served share in either plan."""

    name: str
    css: str
    requested: int
    before: int
    after: int
    share_before: str
    share_after: str
    change: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """All that compare.html shows."""

    title: str
    a: str
    b: str
    figures: list[Figure]
    starved: str
    """Who lost all service, or nothing."""
    unserved: str
    """Who has none in either plan, or nothing."""
    assumption: str
    rules: list[RuleRow]
    rows: list[FigureRow]
    reasons: list[FigureRow]
    map: ChangeMap
    chart: Chart
    chart_rows: int
    places: list[PlaceRow]
    place_count: int
    turns: list[TurnGroup]


def write_compare_html(path: Path, comparison: Comparison) -> None:
    """Write the page."""
    write_page(path, "compare.html.j2", view_of(comparison))


def view_of(comparison: Comparison) -> CompareView:
    """What the template shows, ready worded."""
    heading, _ = title(comparison.a.facts)
    return CompareView(
        title=heading,
        a=comparison.a.label,
        b=comparison.b.label,
        figures=_figures(comparison),
        starved=starved(comparison),
        unserved=unserved(comparison),
        assumption=assumption(comparison.a.facts) or assumption(comparison.b.facts),
        rules=rule_rows(comparison),
        rows=figure_rows(comparison),
        reasons=reason_rows(comparison),
        map=change_map(comparison),
        chart=chart_of(comparison.places),
        chart_rows=ROWS,
        places=[_place(place) for place in comparison.places[:PLACE_ROWS]],
        place_count=len(comparison.places),
        turns=_turns(comparison),
    )


def starved(comparison: Comparison) -> str:
    """A sentence about the places that lose all service; empty when none does."""
    names = [place.name for place in comparison.places if place.before > 0 and place.after == 0]
    return "" if not names else f"{_places(len(names))} all service: {_listed(names)}."


def unserved(comparison: Comparison) -> str:
    """A sentence about the places that neither plan serves; empty when there is none."""
    names = [place.name for place in comparison.places if place.before == place.after == 0]
    return f"No service in either plan: {_listed(names)}." if names else ""


def _places(number: int) -> str:
    return "1 place loses" if number == 1 else f"{number:,} places lose"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _figures(comparison: Comparison) -> list[Figure]:
    """Never one number alone: parcels, money, and the places that win and lose."""
    a, b = comparison.a, comparison.b
    fair_a, fair_b = comparison.fairness
    winning = sum(place.change > 0 for place in comparison.places)
    losing = sum(place.change < 0 for place in comparison.places)
    return [
        Figure(
            f"{len(a.facts.matches):,} → {len(b.facts.matches):,}",
            f"of {wording.parcels(len(b.outcomes))} travel",
            f"{len(comparison.gained):,} gain a journey, {len(comparison.lost):,} lose theirs",
        ),
        Figure(
            wording.euros(b.value_millis), "value of the plan, after costs", f"before {wording.euros(a.value_millis)}"
        ),
        Figure(f"{winning:,} / {losing:,}", "places win / lose", "by the share of their parcels that travel"),
        Figure(
            f"{fair_a.without:,} → {fair_b.without:,}",
            f"of {fair_b.places:,} places without any service",
            "from or to them parcels were asked for, none travels",
        ),
        Figure(
            wording.percent(fair_b.mean_share),
            "served share, each place counting alike",
            f"before {wording.percent(fair_a.mean_share)}; the worst tenth "
            f"{wording.percent(fair_a.worst_tenth_share)} → {wording.percent(fair_b.worst_tenth_share)}",
        ),
    ]


def _place(place: PlaceServed) -> PlaceRow:
    return PlaceRow(
        name=place.name,
        css=change_class(place),
        requested=place.requested,
        before=place.before,
        after=place.after,
        share_before=wording.percent(place.share_before),
        share_after=wording.percent(place.share_after),
        change="" if place.change == 0 else points(place.change),
    )


def _turns(comparison: Comparison) -> list[TurnGroup]:
    others = [turn for turn in comparison.turns if MATCHED not in {turn.before, turn.after}]
    groups = (
        ("lose their journey", comparison.lost),
        ("gain a journey", comparison.gained),
        ("stay at home for another reason", others),
    )
    facts = comparison.a.facts
    return [
        TurnGroup(name, len(turns), [_turn(facts, turn) for turn in turns[:PARCEL_ROWS]])
        for name, turns in groups
        if turns
    ]


def _turn(facts: PlanFacts, turn: Turn) -> TurnRow:
    parcel = turn.parcel
    return TurnRow(
        parcel_id=parcel.parcel_id,
        origin=facts.place_name(parcel.origin_stop_id),
        destination=facts.place_name(parcel.destination_stop_id),
        size=f"{wording.kilograms(parcel.weight_g)}, {wording.litres(parcel.volume_ml)}, {parcel.handling_class}",
        before=outcome_name(turn.before),
        after=outcome_name(turn.after),
    )
