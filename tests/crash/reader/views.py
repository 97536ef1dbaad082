"""The read model's file beside the fold of the log: every row that has to be there, and no other."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from tests.crash.reader.area import Area
from tests.crash.reader.log_file import LogFile
from tests.crash.reader.message import instant

Rows = set[tuple[object, ...]]

_TRIPS_IN_FORCE = "trip NATURAL JOIN publication WHERE sealed = 1"
_USABLE_REQUESTS = """request WHERE NOT EXISTS (
    SELECT 1 FROM reject WHERE reject.topic = 'ridealong.parcels'
    AND reject.partition = request.partition AND reject.record_offset = request.offset)"""
"""A rejection may come after the request; who asks the read model is shown none that was rejected."""


def check_views(path: Path, log: LogFile, areas: Iterable[Area], rejects: Rows) -> Iterator[str]:
    """Compare a read model that shows the log to its end with what was folded from it."""
    areas = list(areas)
    expected: list[tuple[str, str, Rows]] = [
        ("mark WHERE position > 0", "topic, partition, position", _marks(log)),
        ("area", "area", {(area.name,) for area in areas if area.facts.area is not None}),
        ("place", "area, stop_id", {(area.name, stop_id) for area in areas for stop_id in area.facts.stops}),
        (_TRIPS_IN_FORCE, "area, trip_key", {(area.name, key) for area in areas for key in area.facts.trips}),
        (_USABLE_REQUESTS, "area, parcel_id, event_id, due_at, volume_ml", _requests(areas)),
        ("decision", "area, parcel_id, revision, cause, request_id, decided_at, reason", _decisions(areas)),
        ("live_leg", "area, parcel_id, number, trip_key, board_stop_id, alight_stop_id", _legs(areas)),
        ("plan", "area, plan_id", {(area.name, f"{area.name}/{area.plans}") for area in areas if area.plans > 0}),
        ("reject", "topic, partition, record_offset, code", rejects),
    ]
    with closing(sqlite3.connect(path)) as connection:
        for table, columns, wanted in expected:
            found: Rows = set(connection.execute(f"SELECT {columns} FROM {table}"))
            yield from differences(f"views: {table.split()[0]}", found, wanted)


def differences(what: str, found: Rows, wanted: Rows) -> Iterator[str]:
    """A few rows that are missing, and a few too many."""
    for row in sorted(wanted - found, key=repr)[:3]:
        yield f"{what} misses {row} ({len(wanted - found)} of {len(wanted)})"
    for row in sorted(found - wanted, key=repr)[:3]:
        yield f"{what} has {row} ({len(found - wanted)} too many)"


def _marks(log: LogFile) -> Rows:
    """A topic in which nothing was ever written needs no mark."""
    return {(topic, partition, end) for (topic, partition), end in log.heads.items() if end > 0}


def _requests(areas: list[Area]) -> Rows:
    return {
        (area.name, parcel_id, event_id, instant(request["due_at"]), request["volume_ml"])
        for area in areas
        for parcel_id, parcel in area.facts.parcels.items()
        for event_id, request in parcel.requests.items()
    }


def _decisions(areas: list[Area]) -> Rows:
    return {
        (
            area.name,
            body["parcel_id"],
            body["revision"],
            body["cause"],
            body["request_id"],
            instant(body["decided_at"]),
            body.get("reason"),
        )
        for area in areas
        for body in area.decisions
    }


def _legs(areas: list[Area]) -> Rows:
    return {
        (area.name, parcel_id, number, leg["trip_key"], leg["board_stop_id"], leg["alight_stop_id"])
        for area in areas
        for parcel_id, live in area.live.items()
        for number, leg in enumerate(live.get("legs", []))
    }
