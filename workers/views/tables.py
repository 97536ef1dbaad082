"""Rows by key in memory: the lookups, and what changes them.

The read model in memory is made of them. An adapter that has to fetch rows from elsewhere fills some
with what a question needs, so that rows are joined in one place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import TypeVar

from contracts.topics import Topic
from workers.views.answering import carried
from workers.views.lookups import TripFound
from workers.views.manifest import Carried
from workers.views.parcel import ParcelFacts, facts_of, outdated_below
from workers.views.publication import Publication
from workers.views.rejects import Reject
from workers.views.retention import first_kept_date
from workers.views.rows import (
    AreaRow,
    DecisionRow,
    MarkerRow,
    PlaceRow,
    PlanRow,
    RejectRow,
    RequestRow,
    RetryRow,
    Row,
    TripRow,
    WithdrawalRow,
)
from workers.views.stream import Entry

T = TypeVar("T")

_Parcel = tuple[str, str]
"""Area and parcel_id."""
_FeedDate = tuple[str, str, str]
"""Area, feed_id and service_date."""
_Place = tuple[str, int, int]
"""Topic, partition and offset."""


class Tables:
    """Rows by key: the Lookups, and what changes them."""

    def __init__(self) -> None:
        self._areas: dict[str, AreaRow] = {}
        self._places: dict[tuple[str, str], PlaceRow] = {}
        self._publications: dict[_FeedDate, dict[str, Publication]] = defaultdict(dict)
        self._trips: dict[_FeedDate, dict[str, dict[str, TripRow]]] = defaultdict(lambda: defaultdict(dict))
        self._homes: dict[str, int] = {}
        self._requests: dict[_Parcel, list[RequestRow]] = defaultdict(list)
        self._withdrawals: dict[_Parcel, list[WithdrawalRow]] = defaultdict(list)
        self._decisions: dict[_Parcel, list[DecisionRow]] = defaultdict(list)
        self._streams: dict[int, dict[int, DecisionRow]] = defaultdict(dict)
        self._plans: dict[str, PlanRow] = {}
        self._rejects: dict[_Place, RejectRow] = {}
        self._retries: dict[_Place, RetryRow] = {}

    # what changes them

    def take(self, row: Row, partition: int) -> None:  # noqa: C901 - one case per kind of row
        """Take over a row of a partition."""
        match row:
            case AreaRow():
                self._areas[row.area] = row
            case PlaceRow():
                self._places[row.area, row.stop_id] = row
            case TripRow():
                self._take_trip(row)
            case MarkerRow():
                self._take_marker(row)
            case RequestRow():
                self._homes[row.area] = partition
                self._requests[row.area, row.parcel_id].append(row)
            case WithdrawalRow():
                self._homes[row.area] = partition
                self._withdrawals[row.area, row.parcel_id].append(row)
            case DecisionRow():
                self._decisions[row.area, row.parcel_id].append(row)
                self._streams[partition][row.offset] = row
            case PlanRow():
                self._plans[row.area] = row
            case RejectRow():
                self._rejects[row.topic, row.partition, row.record_offset] = row
            case RetryRow():
                self._retries[row.topic, row.partition, row.offset] = row

    def _take_trip(self, row: TripRow) -> None:
        key = (row.area, row.feed_id, row.service_date)
        publication = self._publications[key].get(row.publication_id, Publication())
        if publication.sealed:
            return
        trips = self._trips[key][row.publication_id]
        if row.trip_key not in trips:
            publication = publication.with_trip()
        trips[row.trip_key] = row
        self._publications[key][row.publication_id] = publication

    def hold(self, row: TripRow) -> None:
        """Take over a trip that is known to be in force."""
        key = (row.area, row.feed_id, row.service_date)
        self._publications[key][row.publication_id] = Publication(sealed=True)
        self._trips[key][row.publication_id][row.trip_key] = row

    def kept(self, area: str, parcel_id: str) -> list[RequestRow | WithdrawalRow | DecisionRow]:
        """All rows of a parcel, also those that were rejected."""
        parcel = (area, parcel_id)
        tables = (self._requests, self._withdrawals, self._decisions)
        return [row for table in tables for row in table.get(parcel, ())]

    def _take_marker(self, row: MarkerRow) -> None:
        key = (row.area, row.feed_id, row.service_date)
        publication = self._publications[key].get(row.publication_id, Publication())
        if not publication.sealed:
            self._publications[key][row.publication_id] = publication.with_marker(row.trips, row.offset)

    def prune(self, before: int) -> None:
        """Forget what was over before then."""
        for key in [key for key in self._publications if key[2] < first_kept_date(before)]:
            del self._publications[key]
            self._trips.pop(key, None)
        for parcel in {*self._requests, *self._withdrawals}:
            self._prune_parcel(parcel, before)
        for parcel, decisions in list(self._decisions.items()):
            requested = {request.event_id for request in self._requests.get(parcel, ())}
            kept = [row for row in decisions if row.decided_at >= before or row.request_id in requested]
            self._keep(self._decisions, parcel, kept)
        there = {id(row) for decisions in self._decisions.values() for row in decisions}
        for stream in self._streams.values():
            for offset in [offset for offset, row in stream.items() if id(row) not in there]:
                del stream[offset]
        self._rejects = {place: row for place, row in self._rejects.items() if row.rejected_at >= before}

    def _prune_parcel(self, parcel: _Parcel, before: int) -> None:
        requests, withdrawals = self._requests.get(parcel, []), self._withdrawals.get(parcel, [])
        below = outdated_below(requests, withdrawals, before)
        gone = {place[2] for place in self._rejected_of(parcel[0]) if self._rejects[place].rejected_at < before}
        self._keep(self._requests, parcel, [r for r in requests if r.offset >= below and r.offset not in gone])
        self._keep(self._withdrawals, parcel, [r for r in withdrawals if r.offset >= below and r.offset not in gone])

    def _rejected_of(self, area: str) -> list[_Place]:
        home = self._homes.get(area)
        return [place for place in self._rejects if place[:2] == (Topic.PARCELS, home)]

    @staticmethod
    def _keep(table: dict[_Parcel, list[T]], parcel: _Parcel, rows: list[T]) -> None:
        if rows:
            table[parcel] = rows
        else:
            table.pop(parcel, None)

    # Lookups

    def areas(self) -> Sequence[AreaRow]:
        """All published areas, by name."""
        return [row for _, row in sorted(self._areas.items())]

    def places(self, area: str, stop_ids: Collection[str]) -> Iterable[PlaceRow]:
        """Those of the named places that are published."""
        return [self._places[area, stop_id] for stop_id in stop_ids if (area, stop_id) in self._places]

    def trips(self, area: str, trip_keys: Collection[str]) -> Iterable[TripRow]:
        """Those of the named trips that are in force."""
        return [trip for trip in self._in_force() if trip.area == area and trip.trip_key in trip_keys]

    def trips_called(self, name: str) -> Collection[TripFound]:
        """Trips with that trip_key or trip_id: in force, or with a live leg."""
        found = {
            TripFound(trip.area, trip.service_date, trip.trip_key)
            for trip in self._in_force()
            if name in {trip.trip_key, trip.trip_id}
        }
        for one in self._carried():
            found |= {
                TripFound(one.match.area, leg.service_date, leg.trip_key)
                for leg in one.match.legs
                if name in {leg.trip_key, leg.trip_id}
            }
        return sorted(found)

    def areas_with_parcel(self, parcel_id: str) -> Collection[str]:
        """Areas that know a parcel of that id."""
        known = {*self._requests, *self._withdrawals, *self._decisions}
        return sorted(area for area, known_id in known if known_id == parcel_id and self.facts(area, parcel_id))

    def facts(self, area: str, parcel_id: str) -> ParcelFacts | None:
        """All that is known of a parcel."""
        parcel = (area, parcel_id)
        rejected = {(Topic.PARCELS, self._homes.get(area), row.offset) for row in self._requests.get(parcel, ())}
        rejected |= {(Topic.PARCELS, self._homes.get(area), row.offset) for row in self._withdrawals.get(parcel, ())}
        offsets = {place[2] for place in rejected & self._rejects.keys()}
        facts = facts_of(
            [row for row in self._requests.get(parcel, ()) if row.offset not in offsets],
            [row for row in self._withdrawals.get(parcel, ()) if row.offset not in offsets],
            self._decisions.get(parcel, ()),
        )
        return facts if facts.requests or facts.withdrawals or facts.decisions else None

    def facts_due(self, area: str, now: int) -> Iterable[ParcelFacts]:
        """The parcels with a request due at `now` or later; of their decisions the live one alone."""
        for parcel in list(self._requests):
            facts = self.facts(*parcel) if parcel[0] == area else None
            if facts is not None and any(request.due_at >= now for request in facts.requests):
                yield ParcelFacts(facts.requests, facts.withdrawals, facts.decisions[-1:])

    def carried_on(self, area: str, trip_key: str) -> Iterable[Carried]:
        """Live matches with a leg on a trip."""
        return [
            one
            for one in self._carried()
            if one.match.area == area and any(leg.trip_key == trip_key for leg in one.match.legs)
        ]

    def carried_at(self, area: str, stop_id: str) -> Iterable[Carried]:
        """Live matches with a leg from or to a place."""
        return [
            one
            for one in self._carried()
            if one.match.area == area
            and any(stop_id in {leg.board_stop_id, leg.alight_stop_id} for leg in one.match.legs)
        ]

    def newest_plan(self, area: str) -> PlanRow | None:
        """Of the area's solves the last."""
        return self._plans.get(area)

    def deciding_partitions(self) -> Collection[int]:
        """Partitions with a decision."""
        return sorted(self._streams)

    def entries(self, partition: int, offset: int, limit: int) -> Sequence[Entry]:
        """A partition's decisions from an offset on, in order."""
        rows = (row for at, row in sorted(self._streams[partition].items()) if at >= offset)
        return [Entry(partition, row, self._carried_by(row).request) for row in islice(rows, limit)]

    def rejects(self, limit: int, *, with_retried: bool) -> Sequence[Reject]:
        """The newest first."""
        rejects = [self._told(row) for row in self._rejects.values()]
        rejects.sort(key=lambda reject: (-reject.row.rejected_at, reject.row.reject_id))
        return [reject for reject in rejects if with_retried or reject.retry is None][:limit]

    def reject(self, reject_id: str) -> Reject | None:
        """One of them."""
        row = next((row for row in self._rejects.values() if row.reject_id == reject_id), None)
        return None if row is None else self._told(row)

    def _told(self, row: RejectRow) -> Reject:
        own = self._retries.get((row.topic, row.partition, row.record_offset))
        retries = [place for place, retry in self._retries.items() if retry.reject_id == row.reject_id]
        return Reject(row, self._retries[min(retries)] if retries else None, None if own is None else own.reject_id)

    def _in_force(self) -> Iterable[TripRow]:
        for key, publications in self._publications.items():
            sealed = {name: each.marked for name, each in publications.items() if each.sealed}
            if sealed:
                yield from self._trips[key][max(sealed, key=lambda name: sealed[name])].values()

    def _carried(self) -> Iterable[Carried]:
        live = (max(decisions, key=lambda row: row.revision) for decisions in self._decisions.values())
        return (self._carried_by(row) for row in live if row.is_match)

    def _carried_by(self, row: DecisionRow) -> Carried:
        return carried(row, self._requests.get((row.area, row.parcel_id), ()))
