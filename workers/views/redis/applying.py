"""What the rows of a page change: worked out here, from a look at what is there, and written by a script."""

from collections.abc import Callable, Sequence
from typing import Any

from workers.views.page import Page
from workers.views.redis.decisions import LiveDecisions
from workers.views.redis.keys import due_member, joined
from workers.views.redis.store import Store
from workers.views.redis.stored import known, row_json
from workers.views.redis.timetables import Timetables
from workers.views.redis.writes import Writes
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


async def changes(store: Store, page: Page, rows: Sequence[Row]) -> Writes:
    """What the unapplied rows of a page change.

    What is looked at belongs to the topic and partition of the page, so it stands as long as their position does.
    """
    writes = Writes(store.keys)
    timetables = [row for row in rows if isinstance(row, TripRow | MarkerRow)]
    if timetables:
        (await Timetables.look(store, timetables)).take(timetables, writes)
    decisions = [row for row in rows if isinstance(row, DecisionRow)]
    if decisions:
        (await LiveDecisions.look(store, (joined(row.area, row.parcel_id) for row in decisions))).take(
            decisions, page.partition, writes
        )
    for row in rows:
        take = _TABLE.get(type(row))
        if take is not None:
            take(writes, row, page.partition)
    return writes


def _area(writes: Writes, row: AreaRow, _: int) -> None:
    writes.put("area", row.area, row_json(row))


def _place(writes: Writes, row: PlaceRow, _: int) -> None:
    writes.put("place", joined(row.area, row.stop_id), row_json(row))


def _plan(writes: Writes, row: PlanRow, _: int) -> None:
    writes.put("plan", row.area, row_json(row))


def _request(writes: Writes, row: RequestRow, partition: int) -> None:
    _fact(writes, "request", row, partition)
    writes.enter("due", due_member(row.area, row.due_at, row.parcel_id))
    known(writes, row.area, row.parcel_id, row.due_at)


def _withdrawal(writes: Writes, row: WithdrawalRow, partition: int) -> None:
    _fact(writes, "withdrawal", row, partition)
    known(writes, row.area, row.parcel_id, row.said_at)


def _fact(writes: Writes, index: str, row: RequestRow | WithdrawalRow, partition: int) -> None:
    parcel = joined(row.area, row.parcel_id)
    writes.enter(index, f"{parcel}{partition} {row.offset} {row_json(row)}")
    writes.put("fact_at", f"{partition}/{row.offset}", parcel)


def _reject(writes: Writes, row: RejectRow, _: int) -> None:
    writes.put("reject", row.reject_id, row_json(row))
    writes.enter("reject:newest", row.reject_id, row.rejected_at)


def _retry(writes: Writes, row: RetryRow, _: int) -> None:
    place = f"{row.topic}/{row.partition}/{row.offset}"
    writes.put("retry", place, row_json(row))
    writes.enter("retry:of", joined(row.reject_id) + place)


_Take = Callable[[Writes, Any, int], None]
_TABLE: dict[type[Row], _Take] = {
    AreaRow: _area,
    PlaceRow: _place,
    PlanRow: _plan,
    RequestRow: _request,
    WithdrawalRow: _withdrawal,
    RejectRow: _reject,
    RetryRow: _retry,
}
