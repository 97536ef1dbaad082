"""What a row changes in the tables. Every function runs inside the caller's transaction."""

import sqlite3
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from workers.views.publication import Publication
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
from workers.views.sqlite.columns import insert


def take(connection: sqlite3.Connection, row: Row, partition: int) -> None:
    """Take over one row of a partition."""
    _TABLE[type(row)](connection, row, partition)


def _newest(table: str) -> "_Take":
    """The newest word replaces the last one."""
    return lambda connection, row, _: insert(connection, table, row)


def _of_partition(table: str) -> "_Take":
    return lambda connection, row, partition: insert(connection, table, row, partition)


def _trip(connection: sqlite3.Connection, row: TripRow, _: int) -> None:
    publication = _publication(connection, row)
    if publication.sealed:
        return
    known = connection.execute(
        "SELECT 1 FROM trip WHERE area = ? AND trip_key = ? AND feed_id = ? AND publication_id = ?",
        (row.area, row.trip_key, row.feed_id, row.publication_id),
    ).fetchone()
    insert(connection, "trip", row)
    _store(connection, row, publication if known else publication.with_trip())


def _marker(connection: sqlite3.Connection, row: MarkerRow, _: int) -> None:
    publication = _publication(connection, row)
    if not publication.sealed:
        _store(connection, row, publication.with_marker(row.trips, row.offset))


def _key(row: TripRow | MarkerRow) -> tuple[str, str, str, str]:
    return row.area, row.feed_id, row.service_date, row.publication_id


def _publication(connection: sqlite3.Connection, row: TripRow | MarkerRow) -> Publication:
    found = connection.execute(
        "SELECT trips, told, marked, sealed FROM publication"
        " WHERE area = ? AND feed_id = ? AND service_date = ? AND publication_id = ?",
        _key(row),
    ).fetchone()
    if found is None:
        return Publication()
    trips, told, marked, sealed = found
    return Publication(trips, told, marked, bool(sealed))


def _store(connection: sqlite3.Connection, row: TripRow | MarkerRow, publication: Publication) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO publication VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*_key(row), *astuple(publication))
    )
    if publication.sealed:
        _drop_what_it_replaces(connection, row)


def _drop_what_it_replaces(connection: sqlite3.Connection, row: TripRow | MarkerRow) -> None:
    """Of the sealed publications of the feed's date only that with the newest marker keeps its trips."""
    of_date = (row.area, row.feed_id, row.service_date)
    sealed = connection.execute(
        "SELECT publication_id FROM publication WHERE area = ? AND feed_id = ? AND service_date = ? AND sealed"
        " ORDER BY marked DESC",
        of_date,
    ).fetchall()
    for (publication_id,) in sealed[1:]:
        connection.execute(
            "DELETE FROM trip WHERE area = ? AND feed_id = ? AND service_date = ? AND publication_id = ?",
            (*of_date, publication_id),
        )


def _decision(connection: sqlite3.Connection, row: DecisionRow, partition: int) -> None:
    insert(connection, "decision", row, partition)
    parcel = (row.area, row.parcel_id)
    (newest,) = connection.execute(
        "SELECT max(revision) FROM decision WHERE area = ? AND parcel_id = ?", parcel
    ).fetchone()
    if row.revision < newest:
        return
    connection.execute("DELETE FROM live_leg WHERE area = ? AND parcel_id = ?", parcel)
    connection.executemany(
        "INSERT INTO live_leg VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*parcel, number, leg.trip_key, leg.trip_id, leg.service_date, leg.board_stop_id, leg.alight_stop_id)
            for number, leg in enumerate(row.legs)
        ],
    )


_Take = Callable[[sqlite3.Connection, Any, int], None]
_TABLE: dict[type[Row], _Take] = {
    AreaRow: _newest("area"),
    PlaceRow: _newest("place"),
    TripRow: _trip,
    MarkerRow: _marker,
    RequestRow: _of_partition("request"),
    WithdrawalRow: _of_partition("withdrawal"),
    DecisionRow: _decision,
    PlanRow: _newest("plan"),
    RejectRow: _newest("reject"),
    RetryRow: _newest("retry"),
}
