"""The SQLite log against a bare sqlite3 loop: same batches, same durability, one run.

Both consume a topic batch by batch and write one output per input together with the consumed
position: one durable transaction per batch. The bare loop is what one would write by hand for one
process: a record is a row, headers are a ready-made blob, nobody owns anything, nobody is woken. An
output has headers of its own, as the worker's decisions have, and the adapter has to encode them.
"""

import asyncio
import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from contracts.record import Message
from contracts.topics import Topic
from tests.benchmarks.figure import Figure
from workers.log.port import Positions
from workers.log.sqlite.log import SqliteLog

SEED = 11
RUNS = 9
GOAL = 0.7
CASES = ((1, 300), (50, 5_000), (500, 15_000))
"""Batch size, events."""


def figures() -> Iterator[Figure]:
    """Events per second through the adapter at its best, and its share of the bare loop's.

    They take turns, and a share is of two runs side by side, because a disk has its moods; the median counts.
    """
    for batch, count in CASES:
        events = _events(count)
        gc.freeze()  # a worker does not hold all its events at once
        bare_s, adapter_s = [], []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                bare_s.append(bare(Path(folder) / "bare.db", events, batch))
                adapter_s.append(asyncio.run(_adapter(Path(folder) / "log.db", events, batch)))
        gc.unfreeze()
        yield Figure(f"log: batches of {batch}", count / min(adapter_s), "events per s, each commit synced")
        share = median(bare / adapter for bare, adapter in zip(bare_s, adapter_s, strict=True))
        yield Figure(f"log: batches of {batch}, against bare", share, "of a bare sqlite3 loop", at_least=GOAL)


def _events(count: int) -> list[Message]:
    """Parcels of about 300 bytes with the headers of a CloudEvent."""
    chance = random.Random(SEED)
    return [
        Message(
            b"vidzeme",
            b'{"parcel_id": "P-%07d", "weight_g": %d, "reference": "%s"}'
            % (number, chance.randrange(30_000), chance.randbytes(110).hex().encode()),
            (
                ("ce_specversion", b"1.0"),
                ("ce_id", chance.randbytes(13).hex().encode()),
                ("ce_source", b"urn:ridealong:shipper:bakery-3"),
                ("ce_type", b"ridealong.parcel.requested.v1"),
                ("ce_subject", b"P-%07d" % number),
                ("ce_time", b"2026-11-22T18:00:00Z"),
                ("ce_area", b"vidzeme"),
                ("content-type", b"application/json"),
            ),
        )
        for number in range(count)
    ]


def bare(path: Path, events: Sequence[Message], batch: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE log (topic TEXT, part INTEGER, off INTEGER, key BLOB, value BLOB, headers BLOB,"
        " PRIMARY KEY (topic, part, off)) WITHOUT ROWID"
    )
    connection.execute("CREATE TABLE consumed (part INTEGER PRIMARY KEY, position INTEGER)")
    headers = b"".join(name.encode() + b"\0" + value + b"\0" for name, value in events[0].headers)
    rows = [("parcels", 0, offset, e.key, e.value, headers) for offset, e in enumerate(events)]
    _bare_append(connection, rows)
    position = 0
    started = time.perf_counter()
    while position < len(events):
        read = connection.execute(
            "SELECT off, key, value, headers FROM log WHERE topic = 'parcels' AND part = 0 AND off >= ?"
            " ORDER BY off LIMIT ?",
            (position, batch),
        ).fetchall()
        position += len(read)
        _bare_append(connection, [("matches", 0, *row) for row in read], position)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _bare_append(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]], position: int = 0) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT OR REPLACE INTO consumed VALUES (0, ?)", (position,))
    connection.execute("COMMIT")


async def _adapter(path: Path, events: list[Message], batch: int) -> float:
    async with await SqliteLog.open(path) as log:
        await log.append(Topic.PARCELS, events, partition=0)
        ownership = await log.own(0, "benchmark")
        positions: Positions = {Topic.PARCELS: 0}
        started = time.perf_counter()
        while (position := positions[Topic.PARCELS]) < len(events):
            records = await log.poll(ownership, positions, batch, 0)
            positions = {Topic.PARCELS: records[-1].offset + 1}
            outputs = [
                (Topic.MATCHES, Message(record.key, record.value, event.headers))
                for record, event in zip(records, events[position : position + batch], strict=True)
            ]
            await log.commit(ownership, outputs, positions)
        return time.perf_counter() - started
