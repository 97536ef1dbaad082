"""report.html: one self-contained file that opens from disk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contracts.event import Event
from contracts.match import Leg
from contracts.reasons import UnmatchedReason
from contracts.unmatched import DangerLimit, HandlingLimit, Limit, LockerLimit, StorageLimit
from workers.surfaces.report import aboard, wording
from workers.surfaces.report.busiest import Stretch, busiest_stretches
from workers.surfaces.report.drawing import Drawing, draw, load_class
from workers.surfaces.report.facts import Match, Miss, PlanFacts, read_facts
from workers.surfaces.report.figures import Figure, assumption, key_figures, title
from workers.surfaces.report.loads import trip_loads
from workers.surfaces.report.network import Node, Service, build_network
from workers.surfaces.report.pages import write_page
from workers.surfaces.report.picture import compose
from workers.surfaces.report.rules import RuleInUse, rules_in_use

MATCH_ROWS = 1_000
MISS_ROWS = 200
PLACE_ROWS = 300
BUSY_ROWS = 20


@dataclass(frozen=True, slots=True)
class Ride:
    """One leg as a reader follows it."""

    board: str
    alight: str
    route: str
    compartment: str
    destination: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One matched parcel."""

    parcel_id: str
    shipper: str
    origin: str
    destination: str
    size: str
    hand_in_by: str
    rides: list[Ride]
    available_at: str
    due_at: str
    value: str
    marks: list[str]
    """Lockers, dangerous goods, a crate that goes back, a consignment."""


@dataclass(frozen=True, slots=True)
class MissRow:
    """One unmatched parcel."""

    parcel_id: str
    shipper: str
    origin: str
    destination: str
    size: str
    ready_at: str
    due_at: str
    sentence: str
    limits: list[str]
    remedy: str
    marks: list[str]


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The parcels unmatched for one reason."""

    code: str
    title: str
    sentence: str
    total: int
    rows: list[MissRow]


@dataclass(frozen=True, slots=True)
class BusyRow:
    """One stretch of a trip and compartment."""

    route: str
    leaves: str
    origin: str
    destination: str
    segments: int
    compartment: str
    used: str
    offered: str
    percent: str
    css: str
    bar: float
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """All that report.html shows."""

    title: str
    subtitle: str
    figures: list[Figure]
    assumption: str
    drawing: Drawing
    busiest: list[BusyRow]
    matches: list[MatchRow]
    match_count: int
    reasons: list[ReasonGroup]
    miss_count: int
    places: list[Node]
    asked_count: int
    quiet: list[str]
    quiet_count: int
    closed_count: int
    rules: list[RuleInUse]
    warnings: Sequence[Mapping[str, Any]]
    footer: str


def write_report_html(path: Path, inputs: Iterable[Event], outputs: Iterable[Event], report: Mapping[str, Any]) -> None:
    """Write the page for the plan of one area; `report` is what build_report made of the same events."""
    facts = read_facts(inputs, outputs)
    write_page(path, "report.html.j2", view_of(facts, report))


def view_of(facts: PlanFacts, report: Mapping[str, Any]) -> ReportView:
    """What the template shows, ready worded."""
    loads = trip_loads(facts)
    network = build_network(facts, loads)
    names = {stop_id: node.name for stop_id, node in network.nodes.items()}
    asked = sorted((node for node in network.nodes.values() if node.requested > 0), key=_by_demand)
    quiet = sorted(node.name for node in network.nodes.values() if node.service is Service.NOT_ASKED)
    heading, subtitle = title(facts)
    return ReportView(
        title=heading,
        subtitle=subtitle,
        figures=key_figures(facts, loads, report),
        assumption=assumption(facts),
        drawing=draw(compose(network), names),
        busiest=[_busy_row(facts, stretch) for stretch in busiest_stretches(loads.values(), BUSY_ROWS)],
        matches=[_match_row(facts, match) for match in facts.matches[:MATCH_ROWS]],
        match_count=len(facts.matches),
        reasons=_reason_groups(facts),
        miss_count=len(facts.misses),
        places=asked[:PLACE_ROWS],
        asked_count=len(asked),
        quiet=quiet[:PLACE_ROWS],
        quiet_count=len(quiet),
        closed_count=sum(node.service is Service.NO_PARCELS for node in network.nodes.values()),
        rules=rules_in_use(facts),
        warnings=report["warnings"],
        footer=_footer(report),
    )


def _by_demand(node: Node) -> tuple[int, int, str]:
    return (int(node.service is not Service.NOT_SERVED), -node.requested, node.name)


def _match_row(facts: PlanFacts, match: Match) -> MatchRow:
    parcel, decision = match.parcel, match.decision
    on = decision.legs[0].service_date
    return MatchRow(
        parcel_id=parcel.parcel_id,
        shipper=parcel.shipper_id or "",
        origin=facts.place_name(parcel.origin_stop_id),
        destination=facts.place_name(parcel.destination_stop_id),
        size=f"{wording.kilograms(parcel.weight_g)}, {wording.litres(parcel.volume_ml)}",
        hand_in_by=wording.clock(decision.hand_in_by, facts.zone, on),
        rides=[_ride(facts, leg, on) for leg in decision.legs],
        available_at=wording.clock(decision.available_at, facts.zone, on),
        due_at=wording.clock(parcel.due_at, facts.zone, on),
        value=wording.euros(decision.value_millis - decision.cost_millis),
        marks=[
            *(f"locker {stay.size} at {facts.place_name(stay.stop_id)}" for stay in decision.lockers),
            *aboard.marks(parcel),
        ],
    )


def _ride(facts: PlanFacts, leg: Leg, on: date) -> Ride:
    return Ride(
        board=wording.clock(leg.board_at, facts.zone, on),
        alight=wording.clock(leg.alight_at, facts.zone, on),
        route=wording.route_label(facts.trip_of(leg)),
        compartment=leg.compartment,
        destination=facts.place_name(leg.alight_stop_id),
    )


def _reason_groups(facts: PlanFacts) -> list[ReasonGroup]:
    """The most frequent reason first."""
    groups: dict[UnmatchedReason, list[Miss]] = defaultdict(list)
    for miss in facts.misses:
        groups[miss.decision.reason].append(miss)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        ReasonGroup(
            code=reason.value,
            title=wording.REASONS[reason][0],
            sentence=wording.REASONS[reason][1],
            total=len(misses),
            rows=[_miss_row(facts, miss) for miss in misses[:MISS_ROWS]],
        )
        for reason, misses in ordered
    ]


def _miss_row(facts: PlanFacts, miss: Miss) -> MissRow:
    parcel, decision = miss.parcel, miss.decision
    on = facts.service_dates[0] if facts.service_dates else None
    side = f", {parcel.longest_side_mm / 10:.0f} cm" if parcel.longest_side_mm > 0 else ""
    return MissRow(
        parcel_id=parcel.parcel_id,
        shipper=parcel.shipper_id or "",
        origin=facts.place_name(parcel.origin_stop_id),
        destination=facts.place_name(parcel.destination_stop_id),
        size=f"{wording.kilograms(parcel.weight_g)}, {wording.litres(parcel.volume_ml)}{side}, {parcel.handling_class}",
        ready_at=wording.clock(parcel.ready_at, facts.zone, on),
        due_at=wording.clock(parcel.due_at, facts.zone, on),
        sentence=decision.sentence,
        limits=[_limit(facts, limit) for limit in decision.limits],
        remedy="" if decision.remedy is None else decision.remedy.sentence,
        marks=aboard.marks(parcel),
    )


def _limit(facts: PlanFacts, limit: Limit) -> str:
    if isinstance(limit, StorageLimit | LockerLimit):
        what = "storage" if isinstance(limit, StorageLimit) else f"locker, size {limit.size},"
        return f"{what} of {facts.place_name(limit.stop_id)} at {wording.clock(limit.at, facts.zone, None)}"
    trip = facts.trips.get(limit.trip_key)
    if trip is None or limit.call >= len(trip.calls):
        return limit.trip_key
    call = trip.calls[limit.call]
    where = f"{wording.route_label(trip)} at {wording.call_times(call, trip)} from {facts.place_name(call.stop_id)}"
    if isinstance(limit, HandlingLimit):
        return f"time for loading: {where}"
    if isinstance(limit, DangerLimit):
        return f"dangerous goods, {limit.budget}: {where}"
    return f"{limit.compartment}, {limit.dimension.value.split('_')[0]}: {where}"


def _busy_row(facts: PlanFacts, stretch: Stretch) -> BusyRow:
    trip = stretch.trip
    first, last = trip.calls[stretch.from_call], trip.calls[stretch.to_call]
    limited = stretch.offered is not None
    return BusyRow(
        route=wording.route_label(trip),
        leaves=wording.clock(first.departure, None, facts.service_dates[0]),
        origin=facts.place_name(first.stop_id),
        destination=facts.place_name(last.stop_id),
        segments=stretch.to_call - stretch.from_call,
        compartment=stretch.compartment,
        used=wording.quantity(stretch.used, stretch.dimension),
        offered=wording.quantity(stretch.offered, stretch.dimension),
        percent=wording.percent(stretch.share) if limited else "",
        css=load_class(stretch.share),
        bar=round(min(stretch.share, 1.0) * 100, 1),
    )


def _footer(report: Mapping[str, Any]) -> str:
    seconds = ", ".join(f"{name} {spent:.1f} s" for name, spent in report["seconds"].items())
    return f"{seconds}; at most {report['peak_rss_mib']:,.0f} MiB of memory."
