"""A writer that is stopped in the middle of anything, and what a power cut leaves of its files.

A power cut keeps what was synced and may keep, lose or tear everything written since. A copy taken with
several reads while the writer goes on is none of that: so the writer is stopped (SIGSTOP) while its
files are copied, and then the copy is damaged wherever SQLite had not synced yet.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_longlong
from dataclasses import dataclass
from pathlib import Path
from random import Random

from contracts.record import Message
from contracts.topics import Topic
from tests.crash.wal import HEADER, Frame, WalReader
from workers.log.sqlite.log import SqliteLog

SUFFIXES = ("", "-wal", "-shm")
_A_TRANSACTION = 48 * 1024
"""Bytes in the write-ahead file, roughly."""


def write(path: Path, acknowledged: c_longlong, seed: int) -> None:
    """Publish and commit in turn, and count each as soon as it is acknowledged. Never ends by itself.

    Write number n is the parcel n when n is odd, and the commit of it with a match and a reject when even.
    """
    random = Random(seed)

    async def run() -> None:
        async with await SqliteLog.open(path, 1) as log:
            ownership = await log.own(0, "writer")
            number = 0
            while True:
                number += 1
                text = b"%d " % number * random.choice([1, 100, 1500])
                await log.append(Topic.PARCELS, [Message(b"area", text)], partition=0)
                acknowledged.value = 2 * number - 1
                outputs = [(topic, Message(b"area", text)) for topic in (Topic.MATCHES, Topic.REJECTS)]
                await log.commit(ownership, outputs, {Topic.PARCELS: number})
                acknowledged.value = 2 * number

    asyncio.run(run())


@dataclass(frozen=True)
class Snapshot:
    """The files at one instant, and how many writes had been acknowledged by then."""

    files: dict[str, bytes]
    acknowledged: int


class Writer:
    """The writing process."""

    def __init__(self, path: Path, seed: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._path = path
        self._acknowledged = spawn.RawValue("q", 0)  # a lock might be held while it is stopped
        self._process = spawn.Process(target=write, args=(path, self._acknowledged, seed))

    @contextmanager
    def running(self) -> Iterator["Writer"]:
        """Writing beside the block."""
        self._process.start()
        try:
            yield self
        finally:
            self._process.kill()
            self._process.join()

    def has_acknowledged(self, writes: int) -> bool:
        """Whether it has come so far."""
        return bool(self._acknowledged.value >= writes)

    def snapshot(self) -> Snapshot:
        """Stop it wherever it is, and copy its files. It stays stopped until told to `go_on`."""
        os.kill(self._pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self._pid, os.WSTOPPED)
        files = {suffix: Path(f"{self._path}{suffix}").read_bytes() for suffix in SUFFIXES}
        return Snapshot(files, self._acknowledged.value)

    def go_on(self) -> None:
        """As if nothing had been."""
        os.kill(self._pid, signal.SIGCONT)

    @property
    def _pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid


Damage = Callable[[Snapshot, list[Frame], Random], dict[str, bytes]]
"""From a snapshot and the frames of its write-ahead file that were synced: files as a power cut leaves them."""


def intact(snapshot: Snapshot, _synced: list[Frame], _random: Random) -> dict[str, bytes]:
    """Everything written had reached the disk."""
    return snapshot.files


def without_shm(snapshot: Snapshot, _synced: list[Frame], _random: Random) -> dict[str, bytes]:
    """The index of the write-ahead file is never synced: it is as good as not there."""
    return {suffix: data for suffix, data in snapshot.files.items() if suffix != "-shm"}


def torn_shm(snapshot: Snapshot, _synced: list[Frame], random: Random) -> dict[str, bytes]:
    """Or it holds anything."""
    return {**snapshot.files, "-shm": random.randbytes(len(snapshot.files["-shm"]))}


def tail_cut(snapshot: Snapshot, synced: list[Frame], random: Random) -> dict[str, bytes]:
    """What was appended since the last sync is lost from some byte on."""
    wal = snapshot.files["-wal"]
    return {"": snapshot.files[""], "-wal": wal[: _somewhere_in_the_tail(wal, synced, random)]}


def tail_torn(snapshot: Snapshot, synced: list[Frame], random: Random) -> dict[str, bytes]:
    """What was written since the last sync is garbage from some byte on."""
    wal = snapshot.files["-wal"]
    kept = _somewhere_in_the_tail(wal, synced, random)
    return {"": snapshot.files[""], "-wal": wal[:kept] + random.randbytes(len(wal) - kept)}


def pages_torn(snapshot: Snapshot, synced: list[Frame], random: Random) -> dict[str, bytes]:
    """A checkpoint was under way: pages that the write-ahead file holds are garbage in the log itself."""
    pages = bytearray(snapshot.files[""])
    size = _page_size(pages)
    for page in {frame.page for frame in synced}:
        if random.random() < 0.5 and page * size <= len(pages):
            pages[(page - 1) * size : page * size] = random.randbytes(size)
    return {"": bytes(pages), "-wal": snapshot.files["-wal"]}


DAMAGES: tuple[Damage, ...] = (intact, without_shm, torn_shm, tail_cut, tail_torn, pages_torn)


def _somewhere_in_the_tail(wal: bytes, synced: list[Frame], random: Random) -> int:
    """A byte after what was synced, within the next few pages: there the last transaction lies."""
    end = synced[-1].end if synced else HEADER
    return random.randint(end, min(len(wal), end + _A_TRANSACTION))


def synced_frames(reader: WalReader, snapshot: Snapshot, found: int) -> list[Frame]:
    """The frames of whole transactions that were synced for certain.

    `found`: how many writes the intact copy holds. If that is one more than were acknowledged, the last
    transaction was written but perhaps not synced; it was if a checkpoint has begun to move it.
    """
    frames = reader.frames(snapshot.files["-wal"])
    ends = [number for number, frame in enumerate(frames, 1) if frame.commits]
    before = ends[: len(ends) - (found - snapshot.acknowledged)]
    durable = before[-1] if before else 0
    if any(_is_moved(snapshot, frame) for frame in frames[durable:]):
        durable = ends[-1]
    return frames[:durable]


def _is_moved(snapshot: Snapshot, frame: Frame) -> bool:
    """Whether the log file has the page as the frame has it: SQLite syncs before it moves anything."""
    log = snapshot.files[""]
    size = _page_size(log)
    return log[(frame.page - 1) * size : frame.page * size] == snapshot.files["-wal"][frame.end - size : frame.end]


def _page_size(log: bytes | bytearray) -> int:
    return int.from_bytes(log[16:18], "big")


def put(files: dict[str, bytes], path: Path) -> Path:
    """Write a copy where it can be opened."""
    for suffix in SUFFIXES:
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    for suffix, data in files.items():
        Path(f"{path}{suffix}").write_bytes(data)
    return path
