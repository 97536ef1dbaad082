"""What the answers are made from: rows by the keys that the questions need. Synchronous."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from workers.views.manifest import Carried
from workers.views.parcel import ParcelFacts
from workers.views.rejects import Reject
from workers.views.rows import AreaRow, PlaceRow, PlanRow, TripRow
from workers.views.stream import Entry


@dataclass(frozen=True, slots=True, order=True)
class TripFound:
    """A trip of some area that has the name that was looked for."""

    area: str
    service_date: str
    trip_key: str


class Lookups(Protocol):
    """Rows by key; facts that were rejected are left out, trips are those in force."""

    def areas(self) -> Sequence[AreaRow]:
        """All published areas, by name."""
        ...

    def places(self, area: str, stop_ids: Collection[str]) -> Iterable[PlaceRow]:
        """Those of the named places that are published."""
        ...

    def trips(self, area: str, trip_keys: Collection[str]) -> Iterable[TripRow]:
        """Those of the named trips that are in force."""
        ...

    def trips_called(self, name: str) -> Collection[TripFound]:
        """Trips with that trip_key or trip_id: in force, or with a live leg."""
        ...

    def areas_with_parcel(self, parcel_id: str) -> Collection[str]:
        """Areas that know a parcel of that id."""
        ...

    def facts(self, area: str, parcel_id: str) -> ParcelFacts | None:
        """All that is known of a parcel."""
        ...

    def facts_due(self, area: str, now: int) -> Iterable[ParcelFacts]:
        """The parcels with a request due at `now` or later; of their decisions the live one alone."""
        ...

    def carried_on(self, area: str, trip_key: str) -> Iterable[Carried]:
        """Live matches with a leg on a trip."""
        ...

    def carried_at(self, area: str, stop_id: str) -> Iterable[Carried]:
        """Live matches with a leg from or to a place."""
        ...

    def newest_plan(self, area: str) -> PlanRow | None:
        """Of the area's solves the last."""
        ...

    def deciding_partitions(self) -> Collection[int]:
        """Partitions with a decision."""
        ...

    def entries(self, partition: int, offset: int, limit: int) -> Sequence[Entry]:
        """A partition's decisions from an offset on, in order."""
        ...

    def rejects(self, limit: int, *, with_retried: bool) -> Sequence[Reject]:
        """The newest first."""
        ...

    def reject(self, reject_id: str) -> Reject | None:
        """One of them."""
        ...
