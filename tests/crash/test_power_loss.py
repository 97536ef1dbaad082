"""The power goes at any instant: the log opens, holds every acknowledged write, and no half of another."""

import os
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from tests.crash.power import DAMAGES, Snapshot, Writer, intact, put, synced_frames
from tests.crash.wal import WalReader
from workers.log.sqlite.connection import connect

COPIES = int(os.environ.get("CHAOS_COPIES", "50"))
"""Instants; each is looked at in every way a power cut may leave it."""
SEED = 20261123


def writes_in(path: Path) -> int:
    """How many writes a log holds. Fails unless it is sound and every write is whole, in order, without gap."""
    with closing(connect(path, 1, create=False)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = "SELECT count(*), coalesce(max(offset), -1) FROM record WHERE topic = ?"
        numbers = {}
        for topic in ("parcels", "matches", "rejects"):
            there, last = connection.execute(count, (f"ridealong.{topic}",)).fetchone()
            assert last == there - 1
            numbers[topic] = there
        consumed = connection.execute("SELECT position FROM consumed WHERE topic = 'ridealong.parcels'").fetchone()
        newest = connection.execute(
            "SELECT value FROM record WHERE topic = 'ridealong.matches' ORDER BY offset DESC LIMIT 1"
        ).fetchone()
    matches = numbers["matches"]
    assert matches == numbers["rejects"] == (0 if consumed is None else consumed[0])
    assert newest is None or newest[0].startswith(b"%d " % matches)
    assert numbers["parcels"] - matches in {0, 1}
    return int(numbers["parcels"] + matches)


def test_a_power_cut_at_any_instant_loses_no_acknowledged_write(tmp_path: Path) -> None:
    random = Random(SEED)
    reader = WalReader()
    seen: Counter[str] = Counter()
    with Writer(tmp_path / "log.sqlite", SEED).running() as writer:
        while not writer.has_acknowledged(10):
            time.sleep(0.01)
        for _ in range(COPIES):
            writer.go_on()
            time.sleep(random.uniform(0, 0.02))
            snapshot = writer.snapshot()
            found = writes_in(put(intact(snapshot, [], random), tmp_path / "copy.sqlite"))
            assert found - snapshot.acknowledged in {0, 1}
            seen["in the middle of a write"] += found > snapshot.acknowledged
            synced = synced_frames(reader, snapshot, found)
            seen["in the write-ahead file"] += bool(synced)
            for damage in DAMAGES:
                copy = put(damage(snapshot, synced, random), tmp_path / f"{damage.__name__}.sqlite")
                kept = writes_in(copy)
                assert snapshot.acknowledged <= kept <= found, damage.__name__
                seen["copies"] += 1
                seen[f"lost the unacknowledged: {damage.__name__}"] += kept < found
    print(f"\n{COPIES} instants, {snapshot.acknowledged:,} writes: {dict(seen)}")  # noqa: T201 - the counts are part of the answer
    assert seen["copies"] == COPIES * len(DAMAGES)
    assert seen["in the write-ahead file"] > COPIES // 2


def test_what_is_destroyed_in_the_synced_part_is_missed(tmp_path: Path) -> None:
    """The other side of the test above: its copies would show a loss."""
    with Writer(tmp_path / "log.sqlite", SEED).running() as writer:
        while not writer.has_acknowledged(20):
            time.sleep(0.01)
        snapshot = writer.snapshot()
    wal = bytearray(snapshot.files["-wal"])
    frames = WalReader().frames(bytes(wal))
    wal[frames[len(frames) // 2].end - 1] ^= 0xFF
    damaged = Snapshot({"": snapshot.files[""], "-wal": bytes(wal)}, snapshot.acknowledged)
    try:
        kept = writes_in(put(damaged.files, tmp_path / "copy.sqlite"))
    except (AssertionError, sqlite3.Error):
        return
    assert kept < snapshot.acknowledged


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """What the copies are damaged by assumes it: in WAL mode, FULL is a sync of each commit before it returns."""
    with closing(connect(tmp_path / "log.sqlite", 1, create=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_the_end_of_the_last_whole_transaction_is_found(tmp_path: Path) -> None:
    path = tmp_path / "some.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (x);")
        connection.execute("INSERT INTO t VALUES (1)")
        wal = Path(f"{path}-wal").read_bytes()
    frames = WalReader().frames(wal)
    assert frames[-1].commits
    assert frames[-1].end == len(wal)
    torn = wal[:-1] + bytes([wal[-1] ^ 1])
    reader = WalReader()
    assert reader.frames(torn) == frames[:-1]
    assert reader.frames(wal) == frames
