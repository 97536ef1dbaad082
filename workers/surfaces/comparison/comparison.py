"""Two plans of the same parcels: which parcels, and which places, gain or lose.

Places are those of the first plan, also for the second one's parcels: grouping stops otherwise in the
second freight.yaml must not look like a place that lost its service.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from contracts.parcel import ParcelRequested
from workers.surfaces.comparison.work import Work, work_of
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.loads import trip_loads
from workers.surfaces.report.summary import value_figures

MATCHED = "MATCHED"
NOT_DECIDED = "NOT_DECIDED"
"""It was past due already when that plan was decided."""
_WORST_PART = 10
"""The worst served are one in so many places."""


@dataclass(frozen=True)
class Side:
    """One of the two plans."""

    label: str
    """What people call it."""
    facts: PlanFacts
    """What it decided."""

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """By parcel_id: MATCHED, or the reason."""
        matched = {match.parcel.parcel_id: MATCHED for match in self.facts.matches}
        return matched | {miss.parcel.parcel_id: miss.decision.reason.value for miss in self.facts.misses}

    @cached_property
    def work(self) -> Work:
        """What its vehicles carry and offer."""
        return work_of(self.facts, trip_loads(self.facts))

    @cached_property
    def value_millis(self) -> int:
        """Value minus cost of the matches."""
        return int(value_figures(self.facts)["value_millis"])

    @property
    def bound_millis(self) -> int | None:
        """No plan can be worth more; None = not computed."""
        return None if self.facts.certificate is None else self.facts.certificate.bound_millis

    @property
    def gap(self) -> float | None:
        """How far from the bound it is at most; None = not known."""
        return None if self.facts.certificate is None else self.facts.certificate.gap

    @property
    def transfers(self) -> int:
        """How often parcels change trips."""
        return sum(len(match.decision.legs) - 1 for match in self.facts.matches)


@dataclass(frozen=True, slots=True)
class Turn:
    """A parcel whose outcome is another: MATCHED, NOT_DECIDED or a reason."""

    parcel: ParcelRequested
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlaceServed:
    """A place that parcels were asked from or to, and how many of them travel in either plan."""

    stop_id: str
    name: str
    requested: int
    before: int
    after: int

    @property
    def share_before(self) -> float:
        """Of what was asked for, in the first plan."""
        return self.before / self.requested

    @property
    def share_after(self) -> float:
        """Of what was asked for, in the second plan."""
        return self.after / self.requested

    @property
    def change(self) -> float:
        """Of the share; below 0 where the place loses."""
        return self.share_after - self.share_before


@dataclass(frozen=True, slots=True)
class Fairness:
    """How evenly a plan serves the places: a town with a hundred parcels counts like a village with one."""

    places: int
    """Asked for."""
    without: int
    """Of them, those from and to which nothing travels."""
    mean_share: float
    """Served share, each place counting alike."""
    worst_tenth_share: float
    """The same of the worst served tenth of the places, at least one."""


@dataclass(frozen=True)
class Comparison:
    """The first plan, `a`, and the second, `b`."""

    a: Side
    b: Side

    @cached_property
    def turns(self) -> list[Turn]:
        """The parcels whose outcome differs, by parcel_id."""
        parcels = _parcels(self)
        return [
            Turn(parcel, before, after)
            for parcel_id, parcel in sorted(parcels.items())
            if (before := self.a.outcomes.get(parcel_id, NOT_DECIDED))
            != (after := self.b.outcomes.get(parcel_id, NOT_DECIDED))
        ]

    @property
    def gained(self) -> list[Turn]:
        """Parcels that travel in the second plan only."""
        return [turn for turn in self.turns if turn.after == MATCHED]

    @property
    def lost(self) -> list[Turn]:
        """Parcels that travel in the first plan only."""
        return [turn for turn in self.turns if turn.before == MATCHED]

    @cached_property
    def places(self) -> list[PlaceServed]:
        """The places asked for: those that lose most first, of those that stay as they are the worst served first."""
        parcels = _parcels(self)
        asked = _ends(parcels.values())
        before, after = (
            _ends(parcel for parcel_id, parcel in parcels.items() if side.outcomes.get(parcel_id) == MATCHED)
            for side in (self.a, self.b)
        )
        places = [
            PlaceServed(stop_id, _name(self, stop_id), number, before[stop_id], after[stop_id])
            for stop_id, number in asked.items()
        ]
        return sorted(places, key=lambda place: (place.change, place.share_after, -place.requested, place.name))

    @property
    def fairness(self) -> tuple[Fairness, Fairness]:
        """Of the first plan and of the second."""
        return (
            _fairness([place.share_before for place in self.places]),
            _fairness([place.share_after for place in self.places]),
        )

    @property
    def reasons(self) -> list[tuple[str, int, int]]:
        """Each outcome that is not MATCHED with its parcels in either plan, the most frequent first."""
        before, after = Counter(self.a.outcomes.values()), Counter(self.b.outcomes.values())
        names = sorted((before.keys() | after.keys()) - {MATCHED})
        return sorted(((name, before[name], after[name]) for name in names), key=lambda row: -max(row[1:]))


def _parcels(comparison: Comparison) -> dict[str, ParcelRequested]:
    """All parcels that either plan decided on, as the first one knows them."""
    sides = (comparison.b, comparison.a)
    return {parcel.parcel_id: parcel for side in sides for parcel in side.facts.parcels}


def _ends(parcels: Iterable[ParcelRequested]) -> Counter[str]:
    return Counter(end for parcel in parcels for end in (parcel.origin_stop_id, parcel.destination_stop_id))


def _name(comparison: Comparison, stop_id: str) -> str:
    known = next((side.facts for side in (comparison.a, comparison.b) if stop_id in side.facts.stops), None)
    return stop_id if known is None else known.place_name(stop_id)


def _fairness(shares: Sequence[float]) -> Fairness:
    if not shares:
        return Fairness(0, 0, 0.0, 0.0)
    worst = sorted(shares)[: math.ceil(len(shares) / _WORST_PART)]
    without = sum(share == 0 for share in shares)
    return Fairness(len(shares), without, sum(shares) / len(shares), sum(worst) / len(worst))
