"""Forgetting what was over before an instant. Runs inside the caller's transaction."""

import sqlite3

from contracts.topics import Topic
from workers.views.parcel import outdated_below
from workers.views.retention import first_kept_date
from workers.views.rows import RequestRow, WithdrawalRow
from workers.views.sqlite.columns import columns, row_from

_REJECTED_BEFORE = (
    "EXISTS (SELECT 1 FROM reject WHERE reject.topic = ? AND reject.partition = {table}.partition"
    " AND reject.record_offset = {table}.offset AND reject.rejected_at < ?)"
)


def prune(connection: sqlite3.Connection, before: int) -> None:
    """Parcels due, service dates and rejects before then; what is open stays, however old."""
    for table in ("publication", "trip"):
        connection.execute(f"DELETE FROM {table} WHERE service_date < ?", (first_kept_date(before),))  # noqa: S608 - a name of ours
    for area, parcel_id in _with_old_facts(connection, before):
        _prune_parcel(connection, area, parcel_id, before)
    for table in ("request", "withdrawal"):
        rejected = _REJECTED_BEFORE.format(table=table)
        connection.execute(f"DELETE FROM {table} WHERE {rejected}", (str(Topic.PARCELS), before))  # noqa: S608 - a name of ours
    connection.execute("DELETE FROM reject WHERE rejected_at < ?", (before,))
    connection.execute(
        "DELETE FROM decision WHERE decided_at < ? AND NOT EXISTS (SELECT 1 FROM request"
        " WHERE request.area = decision.area AND request.parcel_id = decision.parcel_id"
        " AND request.event_id = decision.request_id)",
        (before,),
    )
    connection.execute(
        "DELETE FROM live_leg WHERE NOT EXISTS (SELECT 1 FROM decision"
        " WHERE decision.area = live_leg.area AND decision.parcel_id = live_leg.parcel_id)"
    )


def _with_old_facts(connection: sqlite3.Connection, before: int) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT area, parcel_id FROM request WHERE due_at < ?"
        " UNION SELECT area, parcel_id FROM withdrawal WHERE said_at < ?",
        (before, before),
    ).fetchall()


def _prune_parcel(connection: sqlite3.Connection, area: str, parcel_id: str, before: int) -> None:
    parcel = (area, parcel_id)
    facts = "FROM {table} WHERE area = ? AND parcel_id = ?"
    requests = connection.execute(
        f"SELECT {columns(RequestRow, 'request')} {facts.format(table='request')}",
        parcel,
    )
    withdrawals = connection.execute(
        f"SELECT {columns(WithdrawalRow, 'withdrawal')} {facts.format(table='withdrawal')}",
        parcel,
    )
    below = outdated_below(
        [row_from(RequestRow, row) for row in requests], [row_from(WithdrawalRow, row) for row in withdrawals], before
    )
    for table in ("request", "withdrawal"):
        connection.execute(f"DELETE {facts.format(table=table)} AND offset < ?", (*parcel, below))
