"""The tables of a log file. A newcomer may read them with the sqlite3 shell while the system runs."""

import sqlite3

from contracts.topics import Topic

APPLICATION_ID = 0x52494445
"""`RIDE`: tells a log from any other SQLite file."""

SCHEMA_VERSION = 2

_TABLES = (
    # One row per record. `epoch` is its writer's ownership, NULL for a publisher; `headers` are lines
    # (headers.py); `appended_at_ms` decides nothing.
    """CREATE TABLE record (
        topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
        key BLOB, value BLOB NOT NULL, headers BLOB NOT NULL,
        epoch INTEGER, appended_at_ms INTEGER NOT NULL,
        PRIMARY KEY (topic, partition, offset)) WITHOUT ROWID""",
    # The offset the next record gets. Offsets are never given twice, whatever retention removes.
    """CREATE TABLE head (
        topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
        PRIMARY KEY (topic, partition)) WITHOUT ROWID""",
    # How far the owners of a partition have consumed an input topic.
    """CREATE TABLE consumed (
        topic TEXT NOT NULL, partition INTEGER NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (topic, partition)) WITHOUT ROWID""",
    # Who may commit for a partition: only the holder of the highest epoch. The lease only says who may claim;
    # it is measured on the machine's steady clock (lease.py).
    """CREATE TABLE ownership (
        partition INTEGER PRIMARY KEY, owner TEXT, epoch INTEGER NOT NULL,
        lease_since_ms INTEGER NOT NULL, lease_ms INTEGER NOT NULL)""",
)


def create(connection: sqlite3.Connection, partitions: int) -> None:
    """Make the tables, inside the caller's transaction. The number of partitions is fixed here."""
    for table in _TABLES:
        connection.execute(table)
    connection.executemany(
        "INSERT INTO head VALUES (?, ?, 0)", [(str(topic), p) for topic in Topic for p in range(partitions)]
    )
    connection.executemany("INSERT INTO ownership VALUES (?, NULL, 0, 0, 0)", [(p,) for p in range(partitions)])
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def partitions_of(connection: sqlite3.Connection) -> int:
    """How many partitions the log was created with."""
    return int(connection.execute("SELECT count(*) FROM ownership").fetchone()[0])
