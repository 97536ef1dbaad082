"""report.json: the figures of a plan."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.unmatched import Dimension
from workers.sources.findings import Finding
from workers.surfaces.report.facts import PlanFacts, read_facts
from workers.surfaces.report.loads import Peak, TripLoad, empty_load, trip_loads
from workers.surfaces.report.rules import rules_in_use

Report = dict[str, Any]
"""report.json as contracts.md shows it."""


def build_report(
    inputs: Iterable[Event],
    outputs: Iterable[Event],
    *,
    seconds: Mapping[str, float],
    peak_rss_mib: float,
    warnings: Sequence[Finding],
) -> Report:
    """The figures of one area's plan, from its input and output events.

    `parcels` counts those with a live decision, so it is `matched` and all of `unmatched` together.
    `trips` are all trips in force, `places` all published places and whatever else a parcel named.
    Raises RidealongError when inputs and outputs do not belong together.
    """
    facts = read_facts(inputs, outputs)
    reasons = Counter(miss.decision.reason.value for miss in facts.misses)
    return {
        "parcels": len(facts.parcels),
        "matched": len(facts.matches),
        "unmatched": dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        **value_figures(facts),
        "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
        "peak_rss_mib": round(peak_rss_mib, 1),
        "trips": _trips(facts),
        "places": _places(facts),
        "rules": [asdict(rule) for rule in rules_in_use(facts)],
        "warnings": [asdict(warning) for warning in warnings],
    }


def write_report_json(path: Path, report: Report) -> None:
    """Write it with one line for each trip, place, rule and warning."""
    lines = ",\n".join(f"{json.dumps(key)}: {_json(value)}" for key, value in report.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _json(value: Any) -> str:
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    entries = ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in value)
    return f"[\n{entries}\n]" if entries else "[]"


def value_figures(facts: PlanFacts) -> Report:
    """What the plan is worth, and the bound and the gap as far as they are known."""
    certificate = facts.certificate
    if certificate is None:
        worth = sum(match.decision.value_millis - match.decision.cost_millis for match in facts.matches)
        return {"value_millis": worth, "bound_millis": None, "gap": None}
    return {
        "value_millis": certificate.value_millis,
        "bound_millis": certificate.bound_millis,
        "gap": certificate.gap,
    }


def _trips(facts: PlanFacts) -> list[Report]:
    loads = trip_loads(facts)
    return [_trip(loads.get(key) or empty_load(trip)) for key, trip in sorted(facts.trips.items())]


def _trip(load: TripLoad) -> Report:
    peak = {
        name: {dimension.value: _used_and_offered(compartment.peak(dimension)) for dimension in Dimension}
        for name, compartment in load.compartments.items()
    }
    return {"trip_key": load.trip.trip_key, "matched": len(load.parcel_ids), "peak": peak}


def _used_and_offered(peak: Peak) -> list[int | None]:
    return [peak.used, peak.offered]


def _places(facts: PlanFacts) -> list[Report]:
    requested = _ends(facts.parcels)
    matched = _ends([match.parcel for match in facts.matches])
    return [
        {"stop_id": stop_id, "requested": requested[stop_id], "matched": matched[stop_id]}
        for stop_id in sorted(facts.stops.keys() | requested.keys())
    ]


def _ends(parcels: Iterable[ParcelRequested]) -> Counter[str]:
    ends: Counter[str] = Counter()
    for parcel in parcels:
        ends[parcel.origin_stop_id] += 1
        ends[parcel.destination_stop_id] += 1
    return ends
