"""Trips as columns, by publication, and which publication of a feed's date is in force.

A publication is complete once its marker (`timetable.published`) is there and the number of its
distinct trips equals the marker's count. From then on it is sealed: later trips of it are ignored.
Among the complete ones of a feed and date, the one whose marker is newest in the log is in force.
An incomplete one changes nothing (docs/decisions/003-publications.md).
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from contracts.goods import DangerBudget
from contracts.instants import epoch_s
from contracts.timetable import TimetablePublished
from contracts.trip import Compartment, SegmentCapacity, TripPublished
from contracts.zone import Powertrain

UNLIMITED = 1 << 60
"""Stands for a capacity that is not limited: larger than any sum of quantities."""

PICKUP, DROP_OFF = 1, 2

FeedDate = tuple[str, date]


@dataclass(frozen=True, slots=True)
class CompartmentSpec:
    """A parcel space as offered; trips with the same offer share one."""

    name: str
    volume_ml: int
    weight_g: int
    pieces: int
    longest_side_mm: int
    handling_classes: frozenset[str]
    segments: tuple[tuple[int, int, int | None, int | None, int | None], ...]
    """(from_call, to_call, volume_ml, weight_g, pieces); None = not overridden."""


@dataclass(frozen=True, slots=True)
class BudgetSpec:
    """How much of some classes of dangerous goods a vehicle carries at any one time; trips share them."""

    name: str
    danger_classes: frozenset[str]
    gross_g: int


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip; its calls are rows `first` to `first + calls - 1` of its publication's columns."""

    trip_key: str
    trip_id: str
    service_date: date
    operator_id: str
    route_name: str
    powertrain: Powertrain
    compartments: tuple[CompartmentSpec, ...]
    first: int
    calls: int
    danger_budgets: tuple[BudgetSpec, ...] = ()


@dataclass(slots=True)
class Publication:
    """The trips of one feed's service date, as published together. 25 bytes a call."""

    service_date: date
    trips: dict[str, Trip] = field(default_factory=dict)
    place: "array[int]" = field(default_factory=lambda: array("i"))
    """Number of the place in the state's list of places."""
    arrival: "array[int]" = field(default_factory=lambda: array("q"))
    """Seconds since 1970, like `departure`."""
    departure: "array[int]" = field(default_factory=lambda: array("q"))
    access: "array[int]" = field(default_factory=lambda: array("b"))
    """PICKUP | DROP_OFF."""
    handling_budget_s: "array[int]" = field(default_factory=lambda: array("i"))
    """-1 = not limited."""
    announced: int | None = None
    marker: int = -1
    """How many markers the state had seen when this one's came."""

    @property
    def complete(self) -> bool:
        """All announced trips are there, and no more."""
        return self.announced == len(self.trips)


@dataclass(slots=True)
class Timetable:
    """Publications in force and those still on their way. `version` rises when what is in force changes."""

    in_force: dict[FeedDate, Publication] = field(default_factory=dict)
    pending: dict[FeedDate, dict[str, Publication]] = field(default_factory=dict)
    sealed: dict[FeedDate, set[str]] = field(default_factory=dict)
    specs: dict[CompartmentSpec, CompartmentSpec] = field(default_factory=dict)
    budgets: dict[BudgetSpec, BudgetSpec] = field(default_factory=dict)
    markers: int = 0
    version: int = 0

    def publications(self) -> Iterator[Publication]:
        """Those in force, by feed and date."""
        return (self.in_force[key] for key in sorted(self.in_force))

    def has_date(self, first: date, last: date) -> bool:
        """Whether any date from `first` to `last` is completely published, by any feed."""
        return any(first <= service_date <= last for _, service_date in self.in_force)

    def trip_published(self, body: TripPublished, places: list[int]) -> None:
        """Add a trip to its publication. `places`: the place number of each call."""
        key = (body.feed_id, body.service_date)
        if body.publication_id in self.sealed.get(key, ()):
            return
        waiting = self.pending.setdefault(key, {})
        publication = waiting.setdefault(body.publication_id, Publication(body.service_date))
        _append(publication, body, places, self._compartments(body.compartments), self._budgets(body.danger_budgets))
        self._promote(key, body.publication_id)

    def timetable_published(self, body: TimetablePublished) -> None:
        """Note how many trips a publication has; put it in force if they are all there."""
        key = (body.feed_id, body.service_date)
        if body.publication_id in self.sealed.get(key, ()):
            return
        waiting = self.pending.setdefault(key, {})
        publication = waiting.setdefault(body.publication_id, Publication(body.service_date))
        self.markers += 1
        publication.announced, publication.marker = body.trips, self.markers
        self._promote(key, body.publication_id)

    def forget_before(self, oldest: date) -> list[FeedDate]:
        """Drop service dates before `oldest`; returns which."""
        known = {*self.in_force, *self.pending, *self.sealed}
        over = [key for key in known if key[1] < oldest]
        for key in over:
            self.version += key in self.in_force
            for dates in (self.in_force, self.pending, self.sealed):
                dates.pop(key, None)
        return over

    def _promote(self, key: FeedDate, publication_id: str) -> None:
        publication = self.pending[key][publication_id]
        if not publication.complete:
            return
        del self.pending[key][publication_id]
        self.sealed.setdefault(key, set()).add(publication_id)
        current = self.in_force.get(key)
        if current is None or publication.marker > current.marker:
            self.in_force[key] = publication
            self.version += 1

    def _compartments(self, bodies: tuple[Compartment, ...]) -> tuple[CompartmentSpec, ...]:
        specs = (_spec(body) for body in bodies)
        return tuple(self.specs.setdefault(spec, spec) for spec in specs)

    def _budgets(self, bodies: tuple[DangerBudget, ...]) -> tuple[BudgetSpec, ...]:
        specs = (BudgetSpec(body.name, frozenset(body.classes), body.gross_g) for body in bodies)
        return tuple(self.budgets.setdefault(spec, spec) for spec in specs)


def _append(
    publication: Publication,
    body: TripPublished,
    places: list[int],
    specs: tuple[CompartmentSpec, ...],
    budgets: tuple[BudgetSpec, ...],
) -> None:
    publication.trips[body.trip_key] = Trip(
        trip_key=body.trip_key,
        trip_id=body.trip_id,
        service_date=body.service_date,
        operator_id=body.operator_id,
        route_name=body.route_name,
        powertrain=body.powertrain,
        compartments=specs,
        first=len(publication.place),
        calls=len(body.calls),
        danger_budgets=budgets,
    )
    publication.place.extend(places)
    for call in body.calls:
        publication.arrival.append(epoch_s(call.arrival))
        publication.departure.append(epoch_s(call.departure))
        publication.access.append(PICKUP * call.pickup | DROP_OFF * call.drop_off)
        publication.handling_budget_s.append(-1 if call.handling_budget_s is None else call.handling_budget_s)


def _spec(body: Compartment) -> CompartmentSpec:
    return CompartmentSpec(
        name=body.name,
        volume_ml=_limit(body.volume_ml),
        weight_g=_limit(body.weight_g),
        pieces=_limit(body.pieces),
        longest_side_mm=_limit(body.longest_side_mm),
        handling_classes=frozenset(body.handling_classes),
        segments=tuple(_override(segment) for segment in body.segments),
    )


def _override(segment: SegmentCapacity) -> tuple[int, int, int | None, int | None, int | None]:
    named = segment.model_fields_set
    return (
        segment.from_call,
        segment.to_call,
        _limit(segment.volume_ml) if "volume_ml" in named else None,
        _limit(segment.weight_g) if "weight_g" in named else None,
        _limit(segment.pieces) if "pieces" in named else None,
    )


def _limit(quantity: int | None) -> int:
    return UNLIMITED if quantity is None else quantity
