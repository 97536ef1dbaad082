"""Forgetting what was over before an instant, some parcels at a time.

What is over is decided by the tables that the read model in memory is made of; what they forget is removed.
"""

from collections.abc import Sequence

from contracts.topics import Topic
from workers.views.redis.decisions import LiveDecisions
from workers.views.redis.gathering import rows_of, tables_of
from workers.views.redis.keys import chunks, due_member, joined, split
from workers.views.redis.store import Store
from workers.views.redis.timetables import drop_dates, drop_replaced
from workers.views.redis.writes import Writes
from workers.views.retention import first_kept_date
from workers.views.rows import DecisionRow, RequestRow, WithdrawalRow

_AT_ONCE = 200

_OfParcel = RequestRow | WithdrawalRow | DecisionRow


async def prune(store: Store, before: int) -> None:
    """Parcels due, service dates and rejects before then; what is open stays, however old."""
    await drop_replaced(store)
    await drop_dates(store, first_kept_date(before))
    life = await store.get("life", "id")
    rejects = await store.below("reject:newest", before)
    old = await store.below("age", before)
    parcels = list(dict.fromkeys((*old, *(await _rejected(store, rejects)))))
    for some in chunks(parcels, _AT_ONCE):
        while not await _prune_parcels(store, some, before):
            pass  # a page was applied meanwhile
    for some in chunks(rejects, _AT_ONCE):
        writes = Writes(store.keys)
        writes.only_if("life", "id", life)
        for reject_id in some:
            writes.drop("reject", reject_id)
            writes.leave("reject:newest", reject_id)
        await writes.made(store)


async def _rejected(store: Store, rejects: Sequence[str]) -> list[str]:
    """The parcels that rejected facts are about."""
    topic = f"{Topic.PARCELS}/"
    places = [reject_id.removeprefix(topic) for reject_id in rejects if reject_id.startswith(topic)]
    if not places:
        return []
    return [parcel for parcel in await store.get_some("fact_at", places) if parcel is not None]


async def _prune_parcels(store: Store, parcels: Sequence[str], before: int) -> bool:
    """Prune some parcels; whether nothing came between looking and writing."""
    writes = Writes(store.keys)
    writes.only_if("life", "id", await store.get("life", "id"))
    for field, value in (await store.get_all("mark")).items():
        writes.only_if("mark", field, value)
    live = await LiveDecisions.look(store, parcels)
    _, found, _ = await store.ask("everything", "".join(parcels))
    rows = rows_of([found])
    tables = tables_of(rows)
    tables.prune(before)
    known: dict[str, set[_OfParcel]] = {parcel: set() for parcel in parcels}
    partitions = dict.fromkeys(parcels, 0)
    for row, partition in rows:
        if isinstance(row, _OfParcel):
            known[joined(row.area, row.parcel_id)].add(row)
            partitions[joined(row.area, row.parcel_id)] = partition
    for parcel in parcels:
        kept = set(tables.kept(*split(parcel)))
        _forget(writes, known=known[parcel], kept=kept, parcel=parcel, partition=partitions[parcel], live=live)
    return await writes.made(store)


def _forget(
    writes: Writes, *, known: set[_OfParcel], kept: set[_OfParcel], parcel: str, partition: int, live: LiveDecisions
) -> None:
    """Remove what is not kept of a parcel, wherever it stands."""
    due = {row.due_at for row in kept if isinstance(row, RequestRow)}
    for row in known - kept:
        match row:
            case DecisionRow():
                live.drop(parcel, row, partition, writes)
            case RequestRow():
                _forget_fact(writes, "request", parcel, partition, row.offset)
                if row.due_at not in due:
                    writes.leave("due", due_member(row.area, row.due_at, row.parcel_id))
            case WithdrawalRow():
                _forget_fact(writes, "withdrawal", parcel, partition, row.offset)
    live.keep(parcel, [row for row in kept if isinstance(row, DecisionRow)], partition, writes)
    if kept:
        writes.enter("age", parcel, min(_instant(row) for row in kept))
    else:
        area, parcel_id = split(parcel)
        writes.leave("age", parcel)
        writes.leave("parcel:named", joined(parcel_id, area))


def _forget_fact(writes: Writes, index: str, parcel: str, partition: int, offset: int) -> None:
    writes.leave_all(index, f"{parcel}{partition} {offset} ")
    writes.drop("fact_at", f"{partition}/{offset}")


def _instant(row: _OfParcel) -> int:
    """From when on the row may be over."""
    match row:
        case RequestRow():
            return row.due_at
        case WithdrawalRow():
            return row.said_at
        case DecisionRow():
            return row.decided_at
