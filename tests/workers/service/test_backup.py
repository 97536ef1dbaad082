"""A copy that is taken while the service writes holds all that was acknowledged before, and nothing by halves."""

import asyncio
import sqlite3
from pathlib import Path

from contracts.record import Message
from contracts.topics import Topic
from workers.log.sqlite.log import SqliteLog

BATCH = 7


def back_up(path: Path, copy: Path) -> None:
    """As `sqlite3 log.sqlite ".backup copy"` does it."""
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target, pages=20)
    finally:
        source.close()
        target.close()


async def count(path: Path) -> int:
    async with await SqliteLog.open(path, create=False) as log:
        found = await log.read(Topic.PARCELS, 0, 0)
        assert [record.value for record in found] == [b"%d" % number for number in range(len(found))]
        assert len(found) == (await log.ends(0))[Topic.PARCELS]
        return len(found)


def test_a_backup_taken_while_events_are_appended_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    acknowledged = 0

    async def write(log: SqliteLog, stop: asyncio.Event) -> None:
        nonlocal acknowledged
        while not stop.is_set():
            batch = [Message(b"vidzeme", b"%d" % number) for number in range(acknowledged, acknowledged + BATCH)]
            await log.append(Topic.PARCELS, batch, partition=0)
            acknowledged += BATCH

    async def run() -> None:
        async with await SqliteLog.open(path, 1) as log:
            stop = asyncio.Event()
            writing = asyncio.create_task(write(log, stop))
            for number in range(3):
                await asyncio.sleep(0.1)
                before = acknowledged
                assert before > 0
                copy = tmp_path / f"copy-{number}.sqlite"
                await asyncio.to_thread(back_up, path, copy)
                copied = await count(copy)
                assert before <= copied <= acknowledged + BATCH
                assert copied % BATCH == 0
            stop.set()
            await writing

    asyncio.run(run())
