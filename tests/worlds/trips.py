"""The lines of trips and of their timetables."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.goods import DangerBudget
from contracts.trip import Call, Compartment, SegmentCapacity, TripPublished
from contracts.zone import Powertrain
from tests.worlds.areas import POWERTRAINS
from tests.worlds.line import Line, refuse_unknown
from tests.worlds.words import SECONDS, Clock, duration_s, quantities

_CALL_TIMES = re.compile(r"[\d:]+:\d\d(/[\d:]+:\d\d)?")
_CALL_RANGE = re.compile(r"(\d+)-(\d+)")
_CAPACITIES = ("volume_ml", "weight_g", "pieces", "longest_side_mm")


@dataclass
class _TripLine:
    """What the clauses of a trip's line have said so far."""

    service_date: date
    clock: Clock
    named: dict[str, str]
    powertrain: Powertrain = Powertrain.DIESEL
    run: str = ""
    carries: bool = True
    calls: list[Call] = field(default_factory=list)
    offered: dict[str, dict[str, Any]] = field(default_factory=dict)
    budgets: list[DangerBudget] = field(default_factory=list)

    def read(self, clause: list[str]) -> None:
        if clause[0] == "run":
            self.run = f"@{clause[1]}"
        elif len(clause) > 1 and _CALL_TIMES.fullmatch(clause[1]):
            self.calls.append(_call(clause, len(self.calls), self.service_date, self.clock))
        elif clause[0] in self.named:
            self.named[clause[0]] = clause[1]
        elif clause[0] in POWERTRAINS:
            self.powertrain = Powertrain(clause[0])
        elif clause == ["no", "compartments"]:
            self.carries = False
        elif clause[0] == "danger":
            self.budgets.append(_budget(clause[1:]))
        else:
            _offer(clause, self.offered)


def trip(line: Line, clock: Clock) -> TripPublished:
    """`trip T1 2026-11-23  A 07:10  B 08:02/08:05  hold 100 l  diesel`."""
    trip_id = line.head[1]
    service_date = date.fromisoformat(line.head[2]) if len(line.head) > 2 else clock.day
    said = _TripLine(service_date, clock, {"feed": "feed", "publication": "p1", "operator": "op", "route": trip_id})
    for clause in line.clauses:
        said.read(clause)
    if said.carries and not said.offered:
        _offer(["hold"], said.offered)
    return TripPublished(
        trip_key=f"{trip_id}@{service_date.isoformat()}{said.run}",
        trip_id=trip_id,
        service_date=service_date,
        feed_id=said.named["feed"],
        publication_id=said.named["publication"],
        operator_id=said.named["operator"],
        route_id=said.named["route"],
        route_name=said.named["route"],
        headsign=said.calls[-1].stop_id,
        powertrain=said.powertrain,
        capacity_assumed=False,
        calls=tuple(said.calls),
        compartments=tuple(Compartment(**sizes) for sizes in said.offered.values()),
        danger_budgets=tuple(said.budgets),
    )


def _call(clause: list[str], index: int, service_date: date, clock: Clock) -> Call:
    arrival, _, departure = clause[1].partition("/")
    extra = clause[2:]
    budget = None
    if "budget" in extra:
        words = extra[extra.index("budget") + 1 :]
        budget = duration_s(words[:2] if len(words) > 1 and words[1] in SECONDS else words[:1], "s")
    return Call(
        stop_id=clause[0],
        stop_sequence=index + 1,
        arrival=clock.service_instant(service_date, arrival),
        departure=clock.service_instant(service_date, departure or arrival),
        pickup="no pickup" not in " ".join(extra),
        drop_off="no drop_off" not in " ".join(extra),
        distance_m=None,
        handling_budget_s=budget,
    )


def _budget(words: list[str]) -> DangerBudget:
    """`flammable 3 4.1 20 kg`: its name, the classes that count in it, and how much of them."""
    amounts, rest = quantities(words)
    gross_g = amounts.get("weight_g")
    if gross_g is None:
        raise ValueError(f"the danger budget {rest[0]!r} has no weight")
    return DangerBudget(name=rest[0], classes=tuple(rest[1:]), gross_g=gross_g)


def _offer(clause: list[str], offered: dict[str, dict[str, Any]]) -> None:
    """A compartment, or what replaces its capacity on some segments."""
    name = clause[0]
    span = _CALL_RANGE.fullmatch(clause[1]) if len(clause) > 1 else None
    if span is not None:
        amounts, rest = quantities(clause[2:])
        if rest or name not in offered:
            raise ValueError(f"{' '.join(clause)!r} replaces nothing")
        segment = SegmentCapacity(from_call=int(span[1]), to_call=int(span[2]), **amounts)
        offered[name]["segments"] = (*offered[name]["segments"], segment)
        return
    amounts, classes = quantities(clause[1:])
    if name in offered or any(word[0].isdigit() for word in classes):
        raise ValueError(f"{' '.join(clause)!r} is neither a call nor a new compartment")
    sizes = {dimension: amounts.get(dimension) for dimension in _CAPACITIES}
    offered[name] = {"name": name, **sizes, "handling_classes": tuple(classes) or ("ambient",), "segments": ()}


def timetable(line: Line, clock: Clock) -> tuple[tuple[str, date, str], int | None]:
    """`timetable 2026-11-24  publication p2  trips 5`, or `missing`: (feed, date, publication) and what is told."""
    said = line.said()
    refuse_unknown(said, {"feed", "publication", "trips", "missing"})
    service_date = date.fromisoformat(line.head[1]) if len(line.head) > 1 else clock.day
    key = (said.get("feed", ["feed"])[0], service_date, said.get("publication", ["p1"])[0])
    return key, None if "missing" in said else int(said.get("trips", ["0"])[0])
