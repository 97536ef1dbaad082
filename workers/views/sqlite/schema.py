"""The tables of a read model file: one per kind of row, with the columns of its dataclass.

`partition` is added where rows of several partitions meet; what holds more than
one value, such as calls and legs, is JSON. A newcomer may read them with the sqlite3 shell while the system runs.
"""

import sqlite3

APPLICATION_ID = 0x52494456
"""`RIDV`: tells a read model from any other SQLite file."""

SCHEMA_VERSION = 2
"""Of the tables and of what the rows in them mean. A file of another version is made anew from the log."""

_TABLES = (
    # How far each topic of each partition is applied.
    """CREATE TABLE mark (
        partition INTEGER NOT NULL, topic TEXT NOT NULL, position INTEGER NOT NULL, digest TEXT NOT NULL,
        PRIMARY KEY (partition, topic)) WITHOUT ROWID""",
    "CREATE TABLE area (area TEXT PRIMARY KEY, offset INTEGER NOT NULL, time_zone TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE place (
        area TEXT NOT NULL, stop_id TEXT NOT NULL, offset INTEGER NOT NULL, name TEXT NOT NULL,
        lat REAL, lon REAL, is_hub INTEGER NOT NULL, meeting TEXT NOT NULL,
        PRIMARY KEY (area, stop_id)) WITHOUT ROWID""",
    # How far a publication has come; the rule is in workers/views/publication.py.
    """CREATE TABLE publication (
        area TEXT NOT NULL, feed_id TEXT NOT NULL, service_date TEXT NOT NULL, publication_id TEXT NOT NULL,
        trips INTEGER NOT NULL, told INTEGER, marked INTEGER NOT NULL, sealed INTEGER NOT NULL,
        PRIMARY KEY (area, feed_id, service_date, publication_id)) WITHOUT ROWID""",
    # Trips of the publication in force and of those that are not sealed yet.
    """CREATE TABLE trip (
        area TEXT NOT NULL, trip_key TEXT NOT NULL, feed_id TEXT NOT NULL, publication_id TEXT NOT NULL,
        offset INTEGER NOT NULL, service_date TEXT NOT NULL, trip_id TEXT NOT NULL, operator_id TEXT NOT NULL,
        route_id TEXT NOT NULL, route_name TEXT NOT NULL, headsign TEXT NOT NULL, powertrain TEXT NOT NULL,
        capacity_assumed INTEGER NOT NULL, calls TEXT NOT NULL, compartments TEXT NOT NULL,
        PRIMARY KEY (area, trip_key, feed_id, publication_id)) WITHOUT ROWID""",
    "CREATE INDEX trip_by_publication ON trip (area, feed_id, service_date, publication_id)",
    "CREATE INDEX trip_by_id ON trip (trip_id)",
    "CREATE INDEX trip_by_key ON trip (trip_key)",
    """CREATE TABLE request (
        area TEXT NOT NULL, parcel_id TEXT NOT NULL, offset INTEGER NOT NULL, partition INTEGER NOT NULL,
        event_id TEXT NOT NULL, source TEXT NOT NULL, said_at INTEGER NOT NULL, shipper_id TEXT, reference TEXT,
        origin_stop_id TEXT NOT NULL, destination_stop_id TEXT NOT NULL, ready_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL, weight_g INTEGER NOT NULL, volume_ml INTEGER NOT NULL, pieces INTEGER NOT NULL,
        longest_side_mm INTEGER NOT NULL, handling_class TEXT NOT NULL, value_millis INTEGER NOT NULL,
        dangerous TEXT NOT NULL, after_parcel_id TEXT, after_gap_s INTEGER NOT NULL, consignment TEXT NOT NULL,
        PRIMARY KEY (area, parcel_id, offset)) WITHOUT ROWID""",
    "CREATE INDEX request_by_parcel ON request (parcel_id)",
    "CREATE INDEX request_by_due ON request (area, due_at)",
    "CREATE INDEX request_by_age ON request (due_at)",
    """CREATE TABLE withdrawal (
        area TEXT NOT NULL, parcel_id TEXT NOT NULL, offset INTEGER NOT NULL, partition INTEGER NOT NULL,
        event_id TEXT NOT NULL, source TEXT NOT NULL, said_at INTEGER NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (area, parcel_id, offset)) WITHOUT ROWID""",
    "CREATE INDEX withdrawal_by_parcel ON withdrawal (parcel_id)",
    "CREATE INDEX withdrawal_by_age ON withdrawal (said_at)",
    """CREATE TABLE decision (
        area TEXT NOT NULL, parcel_id TEXT NOT NULL, revision INTEGER NOT NULL, partition INTEGER NOT NULL,
        offset INTEGER NOT NULL, cause TEXT NOT NULL, request_id TEXT NOT NULL, plan_id TEXT NOT NULL,
        decided_at INTEGER NOT NULL, legs TEXT NOT NULL, hand_in_by INTEGER, available_at INTEGER,
        value_millis INTEGER, cost_millis INTEGER, reason TEXT, sentence TEXT, particulars TEXT,
        lockers TEXT NOT NULL,
        PRIMARY KEY (area, parcel_id, revision)) WITHOUT ROWID""",
    "CREATE INDEX decision_by_parcel ON decision (parcel_id)",
    "CREATE INDEX decision_by_age ON decision (decided_at)",
    # The match stream.
    "CREATE INDEX decision_by_position ON decision (partition, offset)",
    # The legs of live matches: which parcels are on a trip, or come by a place.
    """CREATE TABLE live_leg (
        area TEXT NOT NULL, parcel_id TEXT NOT NULL, number INTEGER NOT NULL, trip_key TEXT NOT NULL,
        trip_id TEXT NOT NULL, service_date TEXT NOT NULL, board_stop_id TEXT NOT NULL, alight_stop_id TEXT NOT NULL,
        PRIMARY KEY (area, parcel_id, number)) WITHOUT ROWID""",
    "CREATE INDEX live_leg_by_trip ON live_leg (trip_key)",
    "CREATE INDEX live_leg_by_trip_id ON live_leg (trip_id)",
    "CREATE INDEX live_leg_by_board ON live_leg (area, board_stop_id)",
    "CREATE INDEX live_leg_by_alight ON live_leg (area, alight_stop_id)",
    """CREATE TABLE plan (
        area TEXT PRIMARY KEY, offset INTEGER NOT NULL, plan_id TEXT NOT NULL, decided_at INTEGER NOT NULL,
        parcels INTEGER NOT NULL, matched INTEGER NOT NULL, trips INTEGER NOT NULL, value_millis INTEGER NOT NULL,
        bound_millis INTEGER, gap REAL, change_cost_millis INTEGER NOT NULL, solve_s REAL NOT NULL,
        stopped TEXT NOT NULL, seed INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE reject (
        topic TEXT NOT NULL, partition INTEGER NOT NULL, record_offset INTEGER NOT NULL, offset INTEGER NOT NULL,
        area TEXT NOT NULL, rejected_at INTEGER NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL, field TEXT,
        size INTEGER NOT NULL, sha256 TEXT NOT NULL, headers TEXT NOT NULL,
        PRIMARY KEY (topic, partition, record_offset)) WITHOUT ROWID""",
    "CREATE INDEX reject_by_age ON reject (rejected_at)",
    """CREATE TABLE retry (
        topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, reject_id TEXT NOT NULL,
        PRIMARY KEY (topic, partition, offset)) WITHOUT ROWID""",
    "CREATE INDEX retry_by_reject ON retry (reject_id)",
)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, inside the caller's transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def drop(connection: sqlite3.Connection) -> None:
    """Remove whatever tables there are, inside the caller's transaction."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        connection.execute(f'DROP TABLE "{name}"')
