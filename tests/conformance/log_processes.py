"""What other processes do to a SQLite log in its tests. Run by `multiprocessing` with spawn."""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path

from contracts.record import Message
from contracts.topics import Topic
from workers.errors import Fenced
from workers.log.port import Ownership
from workers.log.sqlite.log import SqliteLog


def publish(path: Path, name: str, appends: int) -> None:
    """Append pairs of messages, one transaction each."""

    async def run() -> None:
        async with await SqliteLog.open(path) as log:
            for number in range(appends):
                pair = [Message(b"k", f"{name} {number:03} {half}".encode()) for half in "ab"]
                await log.append(Topic.PARCELS, pair, partition=0)

    asyncio.run(run())


def publish_when_told(path: Path, pipe: Connection) -> None:
    """Open the log, say so, wait, append one message."""

    async def run() -> None:
        async with await SqliteLog.open(path) as log:
            pipe.send("ready")
            pipe.recv()
            await log.append(Topic.PARCELS, [Message(b"k", b"from afar")], partition=0)

    asyncio.run(run())


def commit_until_killed(path: Path, pipe: Connection) -> None:
    """Commit one match and one reject per consumed parcel, telling each number once it is acknowledged."""

    async def run() -> None:
        async with await SqliteLog.open(path) as log:
            ownership = await log.own(0, "committer")
            number = (await log.committed(0))[Topic.PARCELS]
            while True:
                number += 1
                text = str(number).encode()
                outputs = [(topic, Message(b"k", text * 50)) for topic in (Topic.MATCHES, Topic.REJECTS)]
                await log.commit(ownership, outputs, {Topic.PARCELS: number})
                pipe.send(number)

    asyncio.run(run())


def commit_with(path: Path, ownership: Ownership, pipe: Connection) -> None:
    """Try one commit and tell how it went."""

    async def run() -> None:
        async with await SqliteLog.open(path) as log:
            try:
                await log.commit(ownership, [(Topic.MATCHES, Message(b"k", b"zombie"))], {Topic.PARCELS: 9})
            except Fenced:
                pipe.send("fenced")
            else:
                pipe.send("committed")

    asyncio.run(run())
