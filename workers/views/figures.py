"""The question about an area: how its open parcels stand, and what its newest plan reached."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workers.views.names import trips_of
from workers.views.parcel import ParcelFacts, Status
from workers.views.rows import PlanRow


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """The answer, as at one moment."""

    area: str
    now: int
    open_by_status: Mapping[Status, int]
    """Open parcels; every open status is there."""
    unmatched_by_reason: Mapping[str, int]
    trips_with_loads: int
    """Trips that open parcels have a leg on."""
    plan: PlanRow | None
    """The newest."""

    @property
    def open_parcels(self) -> int:
        """All of them."""
        return sum(self.open_by_status.values())


def figures_of(area: str, now: int, parcels: Iterable[ParcelFacts], plan: PlanRow | None) -> AreaFigures:
    """Count an area's parcels; those that are not open count nowhere."""
    by_status = Counter({status: 0 for status in Status if status.is_open})
    reasons: Counter[str] = Counter()
    trips: set[str] = set()
    for facts in parcels:
        status, live = facts.status(now), facts.live
        if not status.is_open:
            continue
        by_status[status] += 1
        if status is Status.UNMATCHED and live is not None and live.reason is not None:
            reasons[live.reason] += 1
        if status in {Status.MATCHED, Status.COMMITTED} and live is not None:
            trips |= trips_of([live])
    return AreaFigures(area, now, by_status, reasons, len(trips), plan)
