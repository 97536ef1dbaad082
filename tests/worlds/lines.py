"""The lines of a world: each function reads one line into one event body."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.area import AreaPublished, Costs, Tariff
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.stop import Hub, StopPublished
from contracts.trip import Call, Compartment, SegmentCapacity, TripPublished
from contracts.zone import Powertrain, ZonePublished
from tests.worlds.words import SECONDS, Clock, duration_s, millis, quantities, windows

_CALL_TIMES = re.compile(r"[\d:]+:\d\d(/[\d:]+:\d\d)?")
_CALL_RANGE = re.compile(r"(\d+)-(\d+)")
_POWERTRAINS = {str(powertrain) for powertrain in Powertrain}
_CAPACITIES = ("volume_ml", "weight_g", "pieces", "longest_side_mm")


class Line:
    """A line cut into clauses (two or more spaces apart) and words."""

    def __init__(self, raw: str) -> None:
        self.text = raw.split("#", maxsplit=1)[0].strip()
        clauses = re.split(r"\s{2,}", self.text)
        self.head = clauses[0].split()
        self.clauses = [clause.split() for clause in clauses[1:]]

    @property
    def word(self) -> str:
        """What kind of line it is."""
        return self.head[0]

    @property
    def rest(self) -> str:
        """The line without its first word."""
        return self.text.partition(" ")[2].strip()

    def said(self) -> dict[str, list[str]]:
        """The clauses by their first word."""
        return {clause[0]: clause[1:] for clause in self.clauses}


def area(line: Line) -> AreaPublished:
    """`area test  zone Europe/Riga  notice 15 min  costs leg 0.10 transfer 0.25 storage 0.001 change 0.50`."""
    said = line.said()
    known = {"zone", "notice", "costs"}
    _refuse_unknown(said, known)
    costs = {"leg": 100, "transfer": 250, "storage": 1, "change": 500}
    words = said.get("costs", [])
    for name, euros in zip(words[::2], words[1::2], strict=True):
        if name not in costs:
            raise ValueError(f"no cost {name!r}")
        costs[name] = millis(euros)
    return AreaPublished(
        area=line.head[1],
        time_zone=said.get("zone", ["Europe/Riga"])[0],
        notice_s=duration_s(said.get("notice", ["0"])),
        costs=Costs(
            leg_millis=costs["leg"],
            transfer_millis=costs["transfer"],
            storage_millis_per_l_h=costs["storage"],
            change_millis=costs["change"],
        ),
        tariff=Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20),
    )


def place(line: Line) -> StopPublished:
    """`place A  cut_off 15  release 30 min  ...`, and `hub H  storage 50 l  transfer 10` where parcels change."""
    said = line.said()
    known = {"zone", "no", "cut_off", "release", "handling", "classes", "open", "at"}
    _refuse_unknown(said, known | {"storage", "transfer"} if line.word == "hub" else known)
    lat, lon = (float(word) for word in said["at"]) if "at" in said else (None, None)
    return StopPublished(
        stop_id=line.head[1],
        name=line.head[1],
        lat=lat,
        lon=lon,
        zone_id=said["zone"][0] if "zone" in said else None,
        accepts=said.get("no") != ["parcels"],
        cut_off_s=duration_s(said.get("cut_off", ["0"])),
        release_s=duration_s(said.get("release", ["0"])),
        handling_s_per_parcel=duration_s(said.get("handling", ["0"]), "s"),
        handling_classes=tuple(said.get("classes", ["ambient"])),
        open=windows(" ".join(said.get("open", ["always"]))),
        hub=_hub(said) if line.word == "hub" else None,
    )


def _hub(said: dict[str, list[str]]) -> Hub:
    storage, _ = quantities(said.get("storage", []))
    return Hub(storage_ml=storage.get("volume_ml"), min_transfer_s=duration_s(said.get("transfer", ["0"])))


def zone(line: Line) -> ZonePublished:
    """`zone Z  electric bicycle  Mo-Sa 05:00-11:00`; without powertrains any, without windows always."""
    powertrains: tuple[Powertrain, ...] | None = None
    hours = "always"
    for clause in line.clauses:
        if clause[0] in _POWERTRAINS:
            powertrains = tuple(Powertrain(word) for word in clause)
        else:
            hours = " ".join(clause)
    name = line.head[1]
    return ZonePublished(zone_id=name, name=name, powertrains=powertrains, windows=windows(hours))


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

    def read(self, clause: list[str]) -> None:
        if clause[0] == "run":
            self.run = f"@{clause[1]}"
        elif len(clause) > 1 and _CALL_TIMES.fullmatch(clause[1]):
            self.calls.append(_call(clause, len(self.calls), self.service_date, self.clock))
        elif clause[0] in self.named:
            self.named[clause[0]] = clause[1]
        elif clause[0] in _POWERTRAINS:
            self.powertrain = Powertrain(clause[0])
        elif clause == ["no", "compartments"]:
            self.carries = False
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
    _refuse_unknown(said, {"feed", "publication", "trips", "missing"})
    service_date = date.fromisoformat(line.head[1]) if len(line.head) > 1 else clock.day
    key = (said.get("feed", ["feed"])[0], service_date, said.get("publication", ["p1"])[0])
    return key, None if "missing" in said else int(said.get("trips", ["0"])[0])


def parcel(line: Line, clock: Clock) -> ParcelRequested:
    """`parcel P1  A -> C  ready 06:30  due 12:00  20 l 4 kg 30 cm chilled  value 6.50`."""
    origin, destination = "", ""
    amounts: dict[str, Any] = {}
    classes: list[str] = []
    instants = {"ready": clock.instant("00:00"), "due": clock.instant("23:59")}
    value = 10_000
    for clause in line.clauses:
        if clause[1:2] == ["->"]:
            origin, destination = clause[0], clause[2]
        elif clause[0] in instants:
            instants[clause[0]] = clock.instant(" ".join(clause[1:]))
        elif clause[0] == "value":
            value = millis(clause[1])
        else:
            more, rest = quantities(clause)
            amounts |= more
            classes += rest
    sizes = {"volume_ml": 1000, "weight_g": 1000, "pieces": 1, "longest_side_mm": 0}
    return ParcelRequested(
        parcel_id=line.head[1],
        origin_stop_id=origin,
        destination_stop_id=destination,
        ready_at=instants["ready"],
        due_at=instants["due"],
        handling_class=classes[0] if classes else "ambient",
        value_millis=value,
        **(sizes | amounts),
    )


def withdrawn(line: Line) -> ParcelWithdrawn:
    """`withdrawn P1`."""
    return ParcelWithdrawn(parcel_id=line.head[1], reason="no longer needed")


def _refuse_unknown(said: dict[str, list[str]], known: set[str]) -> None:
    unknown = set(said) - known
    if unknown:
        raise ValueError(f"no such clause: {', '.join(sorted(unknown))}")
