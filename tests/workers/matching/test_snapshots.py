"""Snapshots: a shortcut past the replay that may be missing, old or damaged without harm."""

import asyncio
from pathlib import Path

import pytest

from contracts.record import Message
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from workers.clock import FixedClock
from workers.log.memory import MemoryLog
from workers.log.port import LeasedLog
from workers.matching.batch import BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.snapshots import Snapshot, SnapshotFolder
from workers.matching.worker import Worker


def drain(log: LeasedLog, folder: Path, *, every: int = 4) -> CountingDecider:
    """Let a fresh worker consume what there is; returns its decider."""
    deciders: list[CountingDecider] = []

    def make(partition: int) -> CountingDecider:
        deciders.append(CountingDecider(partition))
        return deciders[-1]

    async def work() -> None:
        settings = LoopSettings(
            limits=BatchLimits(max_records=2, linger_s=0),
            clock=FixedClock(100),
            until_drained=True,
            snapshots=SnapshotFolder(folder),
            snapshot_every=every,
        )
        await Worker(log, InProcessDeciders(make), LeasedHoldings(log, "w", [0]), settings).run(asyncio.Event())

    asyncio.run(work())
    return deciders[-1]


def log_with(parcels: int, name: str = "parcel") -> MemoryLog:
    log = MemoryLog(partitions=1)
    messages = [Message(b"a", f"{name} {number}".encode()) for number in range(parcels)]
    asyncio.run(log.append(Topic.PARCELS, messages, partition=0))
    return log


def matches(log: LeasedLog) -> list[bytes]:
    return [record.value for record in asyncio.run(log.read(Topic.MATCHES, 0, 0))]


def test_a_takeover_replays_only_what_came_after_the_snapshot(tmp_path: Path) -> None:
    log = log_with(10)
    drain(log, tmp_path)
    successor = drain(log, tmp_path)
    assert successor.folded == [
        "ridealong.matches/8",
        "ridealong.matches/9",
        "ridealong.parcels/8",
        "ridealong.parcels/9",
    ]


def test_with_and_without_a_snapshot_the_next_decisions_are_the_same(tmp_path: Path) -> None:
    said = []
    for folder in (tmp_path / "kept", tmp_path / "lost"):
        log = log_with(10)
        drain(log, folder)
        if folder.name == "lost":
            next(folder.iterdir()).unlink()
        asyncio.run(log.append(Topic.PARCELS, [Message(b"a", b"alarm 90")], partition=0))
        drain(log, folder)
        said.append(matches(log))
    assert said[0] == said[1]
    assert said[0][-2:] == [b"11 alarm 90", b"rang 90"]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"no json\n[1]",
        b'{"ridealong.parcels": 1}\nnot the state',
        b'{"unknown": 1}\n[]',
        b"[]\n[]",
        b'{"positions": {"ridealong.parcels": "x"}, "witnesses": {}}\n',
        b'{"positions": {"ridealong.parcels": 4}}\n',
        b'{"positions": {"ridealong.parcels": 4}, "witnesses": {"ridealong.parcels": 3}}\n',
    ],
)
def test_a_damaged_snapshot_is_ignored(tmp_path: Path, damage: bytes) -> None:
    log = log_with(6)
    drain(log, tmp_path)
    next(tmp_path.iterdir()).write_bytes(damage)
    assert len(drain(log, tmp_path).folded) == 12


def test_a_snapshot_that_is_ahead_of_the_log_is_ignored(tmp_path: Path) -> None:
    ahead = Snapshot({Topic.PARCELS: 50, Topic.MATCHES: 50}, {}, b"[50, [], []]")
    asyncio.run(SnapshotFolder(tmp_path).save(0, ahead))
    log = log_with(3)
    assert drain(log, tmp_path, every=1000).folded == []
    assert matches(log) == [b"1 parcel 0", b"2 parcel 1", b"3 parcel 2"]


def test_a_snapshot_of_another_log_that_got_as_far_is_ignored(tmp_path: Path) -> None:
    drain(log_with(6), tmp_path)
    other = log_with(6, "box")
    drain(other, tmp_path / "elsewhere")
    assert len(drain(other, tmp_path).folded) == 12


def test_a_snapshot_whose_last_records_are_in_the_log_is_used(tmp_path: Path) -> None:
    drain(log_with(6), tmp_path)
    same = log_with(6)
    drain(same, tmp_path / "elsewhere")
    assert len(drain(same, tmp_path).folded) < 12


def test_a_folder_that_cannot_be_written_costs_only_the_shortcut(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    log = log_with(6)
    drain(log, tmp_path / "file" / "snapshots")
    assert len(matches(log)) == 6
