"""The key figures at the head of a report, each a number and the sentence that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workers.surfaces.report import wording
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.loads import TripLoad

NO_GAP = "no proven gap yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and one thing to know about it."""

    number: str
    label: str
    note: str


def title(facts: PlanFacts) -> tuple[str, str]:
    """Heading and subtitle: the area and its service dates, and when it was decided."""
    area = facts.area.area if facts.area is not None else "unknown area"
    dates = facts.service_dates
    if not dates:
        days = "no timetable"
    elif len(dates) == 1:
        days = wording.day(dates[0])
    else:
        days = f"{wording.day(dates[0])} to {wording.day(dates[-1])}"
    decided = "" if facts.certificate is None else wording.clock(facts.certificate.decided_at, facts.zone, None)
    return f"{area} · {days}", f"Decided as at {decided}." if decided else "Nothing was decided."


def key_figures(facts: PlanFacts, loads: Mapping[str, TripLoad], report: Mapping[str, Any]) -> list[Figure]:
    """What a planner asks first."""
    matched, total = report["matched"], report["parcels"]
    changing = sum(len(match.decision.legs) > 1 for match in facts.matches)
    places = [place for place in report["places"] if place["requested"] > 0]
    served = sum(place["matched"] > 0 for place in places)
    volume = sum(match.parcel.volume_ml for match in facts.matches)
    weight = sum(match.parcel.weight_g for match in facts.matches)
    return [
        Figure(
            f"{wording.count(matched)} of {wording.count(total)}",
            f"parcels travel ({wording.percent(matched / total)})" if total else "parcels travel",
            f"{wording.count(matched - changing)} direct, {wording.count(changing)} with a transfer",
        ),
        Figure(wording.euros(report["value_millis"]), "value of the plan, after costs", gap_sentence(report)),
        Figure(
            f"{wording.count(len(loads))} of {wording.count(len(facts.trips))}",
            "trips carry parcels",
            "the others run as ever, with room to spare",
        ),
        Figure(
            f"{wording.count(served)} of {wording.count(len(places))}",
            "places asked for are served",
            "from or to each of them at least one parcel travels",
        ),
        Figure(wording.kilograms(weight), "ride along", f"{wording.litres(volume)} in all"),
    ]


def gap_sentence(report: Mapping[str, Any]) -> str:
    """How far from the best possible plan it can be, or that nobody knows yet."""
    gap, bound = report["gap"], report["bound_millis"]
    if gap is None or bound is None:
        return NO_GAP
    if bound <= report["value_millis"]:
        return "proven: no plan is worth more"
    return f"proven: at most {_precise(gap)} below the best possible plan"


def assumption(facts: PlanFacts) -> str:
    """What nobody has measured is called an assumption; empty when all was confirmed."""
    assumed = sum(trip.capacity_assumed for trip in facts.trips.values())
    if assumed == 0:
        return ""
    total = len(facts.trips)
    which = f"all {wording.count(total)}" if assumed == total else f"{wording.count(assumed)} of {wording.count(total)}"
    return f"The capacities of {which} trips are assumptions: nobody has confirmed how much these vehicles can take."


def _precise(gap: float) -> str:
    """`0.42 %`, so that a small gap does not read as none."""
    return f"{gap * 100:.2f}\u00a0%" if gap >= 0.0001 else "under 0.01\u00a0%"
