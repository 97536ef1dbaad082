"""The lookups, as SQL. Every function runs inside the caller's transaction."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from contracts.topics import Topic
from workers.views.answering import carried
from workers.views.lookups import TripFound
from workers.views.manifest import Carried
from workers.views.page import Mark, Marks
from workers.views.parcel import ParcelFacts, facts_of
from workers.views.rejects import Reject
from workers.views.rows import (
    AreaRow,
    DecisionRow,
    PlaceRow,
    PlanRow,
    RejectRow,
    RequestRow,
    RetryRow,
    TripRow,
    WithdrawalRow,
)
from workers.views.sqlite.columns import columns, row_from
from workers.views.stream import Entry

R = TypeVar("R")
P = TypeVar("P", RequestRow, WithdrawalRow, DecisionRow)

_IN_FORCE = (
    "JOIN publication USING (area, feed_id, service_date, publication_id) WHERE publication.sealed"
    # of several sealed ones only that with the newest marker has kept its trips
)
_NOT_REJECTED = (
    "NOT EXISTS (SELECT 1 FROM reject WHERE reject.topic = 'ridealong.parcels'"
    " AND reject.partition = {table}.partition AND reject.record_offset = {table}.offset)"
)
_REQUEST_COUNTS = _NOT_REJECTED.format(table="request")
_WITHDRAWAL_COUNTS = _NOT_REJECTED.format(table="withdrawal")
_OF_PARCEL = "WHERE area = ? AND parcel_id = ?"
_DUE = "WHERE area = ? AND parcel_id IN (SELECT parcel_id FROM request WHERE area = ? AND due_at >= ?)"
_NEWEST_FIRST = "ORDER BY rejected_at DESC, topic || '/' || partition || '/' || record_offset"
_LIVE = (
    "decision.revision = (SELECT max(revision) FROM decision AS other"
    " WHERE other.area = decision.area AND other.parcel_id = decision.parcel_id)"
)


class SqliteLookups:
    """Lookups on a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def marks(self) -> Marks:
        """How far each topic of each partition is applied."""
        marks: dict[int, dict[Topic, Mark]] = {}
        for partition, topic, position, digest in self._connection.execute("SELECT * FROM mark"):
            marks.setdefault(partition, {})[Topic(topic)] = Mark(position, digest)
        return marks

    def areas(self) -> Sequence[AreaRow]:
        """All published areas."""
        return list(self._select(AreaRow, "area", "ORDER BY area"))

    def places(self, area: str, stop_ids: Collection[str]) -> Iterable[PlaceRow]:
        """Those of the named places that are published."""
        for stop_id in stop_ids:
            yield from self._select(PlaceRow, "place", "WHERE area = ? AND stop_id = ?", area, stop_id)

    def trips(self, area: str, trip_keys: Collection[str]) -> Iterable[TripRow]:
        """Those of the named trips that are in force."""
        for trip_key in trip_keys:
            yield from self._select(TripRow, "trip", f"{_IN_FORCE} AND area = ? AND trip_key = ?", area, trip_key)

    def trips_called(self, name: str) -> Collection[TripFound]:
        """Trips with that trip_key or trip_id: in force, or with a live leg."""
        found = self._connection.execute(
            f"SELECT area, service_date, trip_key FROM trip {_IN_FORCE} AND (trip_key = ? OR trip_id = ?)"  # noqa: S608 - names of ours
            " UNION SELECT area, service_date, trip_key FROM live_leg WHERE trip_key = ? OR trip_id = ?",
            (name,) * 4,
        )
        return sorted(TripFound(*row) for row in found)

    def areas_with_parcel(self, parcel_id: str) -> Collection[str]:
        """Areas that know a parcel of that id."""
        found = self._connection.execute(
            f"SELECT area FROM request WHERE parcel_id = ? AND {_REQUEST_COUNTS}"  # noqa: S608 - names of ours
            f" UNION SELECT area FROM withdrawal WHERE parcel_id = ? AND {_WITHDRAWAL_COUNTS}"
            " UNION SELECT area FROM decision WHERE parcel_id = ? ORDER BY area",
            (parcel_id,) * 3,
        )
        return [area for (area,) in found]

    def facts(self, area: str, parcel_id: str) -> ParcelFacts | None:
        """All that is known of a parcel."""
        decisions = self._select(DecisionRow, "decision", "WHERE area = ? AND parcel_id = ?", area, parcel_id)
        facts = self._facts(area, parcel_id, decisions)
        return facts if facts.requests or facts.withdrawals or facts.decisions else None

    def facts_due(self, area: str, now: int) -> Iterable[ParcelFacts]:
        """The parcels with a request due at `now` or later; of their decisions the live one alone."""
        due = (area, area, now)
        requests = _by_parcel(self._select(RequestRow, "request", f"{_DUE} AND {_REQUEST_COUNTS}", *due))
        withdrawals = _by_parcel(self._select(WithdrawalRow, "withdrawal", f"{_DUE} AND {_WITHDRAWAL_COUNTS}", *due))
        live = _by_parcel(self._select(DecisionRow, "decision", f"{_DUE} AND {_LIVE}", *due))
        for parcel_id, rows in requests.items():
            yield facts_of(rows, withdrawals.get(parcel_id, ()), live.get(parcel_id, ()))

    def carried_on(self, area: str, trip_key: str) -> Iterable[Carried]:
        """Live matches with a leg on a trip."""
        return self._carried("SELECT DISTINCT parcel_id FROM live_leg WHERE area = ? AND trip_key = ?", area, trip_key)

    def carried_at(self, area: str, stop_id: str) -> Iterable[Carried]:
        """Live matches with a leg from or to a place."""
        return self._carried(
            "SELECT parcel_id FROM live_leg WHERE area = ? AND board_stop_id = ?"
            " UNION SELECT parcel_id FROM live_leg WHERE area = ? AND alight_stop_id = ?",
            *(area, stop_id) * 2,
        )

    def newest_plan(self, area: str) -> PlanRow | None:
        """Of the area's solves the last."""
        return next(self._select(PlanRow, "plan", "WHERE area = ?", area), None)

    def deciding_partitions(self) -> Collection[int]:
        """Partitions whose matches were read."""
        found = self._connection.execute(
            "SELECT partition FROM mark WHERE topic = ? ORDER BY partition", (str(Topic.MATCHES),)
        )
        return [partition for (partition,) in found]

    def entries(self, partition: int, offset: int, limit: int) -> Sequence[Entry]:
        """A partition's decisions from an offset on, in order."""
        decisions = self._select(
            DecisionRow,
            "decision",
            "WHERE partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
            partition,
            offset,
            limit,
        )
        return [Entry(partition, row, self._with_request(row).request) for row in list(decisions)]

    def rejects(self, limit: int, *, with_retried: bool) -> Sequence[Reject]:
        """The newest first."""
        rejects = (self._told(row) for row in list(self._select(RejectRow, "reject", _NEWEST_FIRST)))
        found: list[Reject] = []
        for reject in rejects:
            if len(found) == limit:
                break
            if with_retried or reject.retry is None:
                found.append(reject)
        return found

    def reject(self, reject_id: str) -> Reject | None:
        """One of them."""
        topic, _, place = reject_id.partition("/")
        partition, _, offset = place.partition("/")
        where = "WHERE topic = ? AND partition = ? AND record_offset = ?"
        row = next(self._select(RejectRow, "reject", where, topic, partition, offset), None)
        return None if row is None else self._told(row)

    def _facts(self, area: str, parcel_id: str, decisions: Iterable[DecisionRow]) -> ParcelFacts:
        requests = f"{_OF_PARCEL} AND {_REQUEST_COUNTS}"
        withdrawals = f"{_OF_PARCEL} AND {_WITHDRAWAL_COUNTS}"
        return facts_of(
            self._select(RequestRow, "request", requests, area, parcel_id),
            self._select(WithdrawalRow, "withdrawal", withdrawals, area, parcel_id),
            decisions,
        )

    def _carried(self, parcels: str, area: str, *values: str) -> Iterator[Carried]:
        for (parcel_id,) in self._connection.execute(parcels, (area, *values)).fetchall():
            where = f"{_OF_PARCEL} AND {_LIVE}"
            for live in list(self._select(DecisionRow, "decision", where, area, parcel_id)):
                yield self._with_request(live)

    def _with_request(self, decision: DecisionRow) -> Carried:
        return carried(decision, self._select(RequestRow, "request", _OF_PARCEL, decision.area, decision.parcel_id))

    def _told(self, row: RejectRow) -> Reject:
        retries = self._select(
            RetryRow, "retry", "WHERE reject_id = ? ORDER BY topic, partition, offset LIMIT 1", row.reject_id
        )
        place = "WHERE topic = ? AND partition = ? AND offset = ?"
        own = next(self._select(RetryRow, "retry", place, row.topic, row.partition, row.record_offset), None)
        return Reject(row, next(retries, None), None if own is None else own.reject_id)

    def _select(self, kind: Callable[..., R], table: str, where: str, *values: Any) -> Iterator[R]:
        rows = self._connection.execute(f"SELECT {columns(kind, table)} FROM {table} {where}", values)  # noqa: S608 - names of ours
        return (row_from(kind, row) for row in rows)


def _by_parcel(rows: Iterable[P]) -> dict[str, list[P]]:
    grouped: dict[str, list[P]] = {}
    for row in rows:
        grouped.setdefault(row.parcel_id, []).append(row)
    return grouped
