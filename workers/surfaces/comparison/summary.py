"""compare.json: the figures of both plans and every difference, for programs."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workers.surfaces.comparison.comparison import Comparison, Fairness, PlaceServed, Side, Turn
from workers.surfaces.report.rules import rules_in_use

Summary = dict[str, Any]


def summary_of(comparison: Comparison) -> Summary:
    """`a` and `b`: the figures of each plan; then what changes from `a` to `b`, parcel by parcel and place by place.

    Money in thousandths of a euro, shares from 0 to 1; a bound or gap that was not computed is null.
    """
    fair_a, fair_b = comparison.fairness
    outcomes = Counter((turn.before, turn.after) for turn in comparison.turns)
    return {
        "a": _side(comparison.a, fair_a),
        "b": _side(comparison.b, fair_b),
        "gained": [_turn(turn) for turn in comparison.gained],
        "lost": [_turn(turn) for turn in comparison.lost],
        "outcomes_changed": [
            {"before": before, "after": after, "parcels": number}
            for (before, after), number in sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))
        ],
        "places": [_place(place) for place in comparison.places],
    }


def write_compare_json(path: Path, summary: Summary) -> None:
    """Write it with one line for each parcel and place."""
    lines = ",\n".join(f"{json.dumps(key)}: {_json(value)}" for key, value in summary.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _json(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    entries = ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in value)
    return f"[\n{entries}\n]"


def _side(side: Side, fairness: Fairness) -> Summary:
    reasons = Counter(miss.decision.reason.value for miss in side.facts.misses)
    return {
        "label": side.label,
        "parcels": len(side.outcomes),
        "matched": len(side.facts.matches),
        "unmatched": dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        "value_millis": side.value_millis,
        "bound_millis": side.bound_millis,
        "gap": side.gap,
        "transfers": side.transfers,
        **asdict(side.work),
        "places": asdict(fairness),
        "rules": [asdict(rule) for rule in rules_in_use(side.facts)],
    }


def _turn(turn: Turn) -> Summary:
    return {
        "parcel_id": turn.parcel.parcel_id,
        "origin_stop_id": turn.parcel.origin_stop_id,
        "destination_stop_id": turn.parcel.destination_stop_id,
        "before": turn.before,
        "after": turn.after,
    }


def _place(place: PlaceServed) -> Summary:
    return {
        **asdict(place),
        "share_before": round(place.share_before, 4),
        "share_after": round(place.share_after, 4),
    }
