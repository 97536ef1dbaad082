"""The SQLite log keeps to the port, and to what a file shared by processes has to promise besides."""

import asyncio
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from contracts.topics import Topic
from tests.conformance import log_processes
from tests.conformance.event_log import LONG_S, PARTITIONS, message, texts
from tests.conformance.leased_log import LeasedLogBehaviours
from workers.log.port import LeasedLog
from workers.log.sqlite import wakeup
from workers.log.sqlite.log import SqliteLog
from workers.log.steps import FaultPoint, Step

SPAWN = multiprocessing.get_context("spawn")


class TestSqliteLog(LeasedLogBehaviours):
    async def open_leased(self, folder: Path, lease_s: float) -> LeasedLog:
        return await SqliteLog.open(folder / "log.db", PARTITIONS, lease_s=lease_s)


@contextmanager
def running(target: Callable[..., None], *arguments: object) -> Iterator[SpawnProcess]:
    process = SPAWN.Process(target=target, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def test_everything_committed_is_there_after_reopening(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as log:
            await log.append(Topic.PARCELS, [message("p1"), message("p2")], partition=3)
            ownership = await log.own(3, "worker")
            await log.commit(ownership, [(Topic.MATCHES, message("m1"))], {Topic.PARCELS: 1})
        async with await SqliteLog.open(tmp_path / "log.db", create=False) as log:
            assert log.partitions == PARTITIONS
            assert texts(await log.read(Topic.PARCELS, 3, 0)) == ["p1", "p2"]
            assert texts(await log.read(Topic.MATCHES, 3, 0)) == ["m1"]
            assert (await log.committed(3))[Topic.PARCELS] == 1
            assert (await log.own(3, "worker")).epoch == ownership.epoch + 1

    asyncio.run(run())


def test_readers_see_nothing_of_a_commit_before_it_is_durable(tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def fault(point: FaultPoint) -> None:
        if point == FaultPoint("before", Step.DURABLE):
            reached.set()
            assert go_on.wait(LONG_S)

    async def run() -> None:
        async with (
            await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as writer,
            await SqliteLog.open(tmp_path / "log.db") as reader,
        ):
            ownership = await writer.own(0, "worker")
            committing = asyncio.create_task(
                writer.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 1}, fault)
            )
            await asyncio.to_thread(reached.wait, LONG_S)
            assert await reader.read(Topic.MATCHES, 0, 0) == []
            assert (await reader.committed(0))[Topic.PARCELS] == 0
            go_on.set()
            await committing
            assert texts(await reader.read(Topic.MATCHES, 0, 0)) == ["m"]
            assert (await reader.committed(0))[Topic.PARCELS] == 1

    asyncio.run(run())


def test_several_processes_publish_at_once_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    writers = [SPAWN.Process(target=log_processes.publish, args=(path, name, 40)) for name in "abcd"]
    for writer in writers:
        writer.start()  # none of them finds the log: they also create it at once

    async def follow() -> list[str]:
        seen: list[str] = []
        async with await SqliteLog.open(path) as log:
            reader = await log.own(0, "reader")
            while len(seen) < 4 * 40 * 2:
                batch = await log.poll(reader, {Topic.PARCELS: len(seen)}, 50, LONG_S)
                assert batch
                assert [record.offset for record in batch] == list(range(len(seen), len(seen) + len(batch)))
                seen += texts(batch)
        return seen

    seen = asyncio.run(follow())
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    for name in "abcd":
        assert [t for t in seen if t.startswith(name)] == [f"{name} {n:03} {half}" for n in range(40) for half in "ab"]
    for first, second in zip(seen[::2], seen[1::2], strict=True):
        assert first[:-1] == second[:-1], "a transaction was cut in two"


def test_an_append_of_another_process_wakes_a_waiting_poll_without_the_safety_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wakeup, "SAFETY_NET_S", 10 * LONG_S)
    assert _woken_from_afar(tmp_path / "log.db") == ["from afar"]


def test_where_a_path_is_too_long_for_a_socket_a_waiting_poll_is_woken_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    assert _woken_from_afar(folder / "log.db") == ["from afar"]
    assert list((folder / "log.db.wake").iterdir()) == []


def _woken_from_afar(path: Path) -> list[str]:
    ours, theirs = SPAWN.Pipe()

    async def run() -> list[str]:
        async with await SqliteLog.open(path, PARTITIONS) as log:
            ownership = await log.own(0, "worker")
            with running(log_processes.publish_when_told, path, theirs):
                await asyncio.to_thread(ours.recv)
                waiting = asyncio.create_task(log.poll(ownership, {}, 10, LONG_S))
                await asyncio.sleep(0.1)
                assert not waiting.done()
                ours.send("go")
                return texts(await waiting)

    return asyncio.run(run())


def test_a_lost_poke_is_made_good_by_the_safety_net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with (
            await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as reader,
            await SqliteLog.open(tmp_path / "log.db") as writer,
        ):
            monkeypatch.setattr(writer._wakeup, "poke", lambda: None)
            waiting = asyncio.create_task(reader.poll(await reader.own(0, "worker"), {}, 10, LONG_S))
            await asyncio.sleep(0.05)
            await writer.append(Topic.PARCELS, [message("p1")], partition=0)
            assert texts(await waiting) == ["p1"]

    asyncio.run(run())


def test_the_socket_of_a_dead_reader_is_swept_away(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as dead,
            await SqliteLog.open(tmp_path / "log.db") as writer,
        ):
            await dead.poll(await dead.own(0, "worker"), {}, 10, 0.01)
            ears = tmp_path / "log.db.wake"
            assert len(list(ears.iterdir())) == 1
            assert dead._wakeup._ear is not None
            asyncio.get_running_loop().remove_reader(dead._wakeup._ear)
            dead._wakeup._ear.close()
            dead._wakeup._ear = None
            await writer.append(Topic.PARCELS, [message("p1")], partition=0)
            assert list(ears.iterdir()) == []

    asyncio.run(run())


def test_a_process_that_was_taken_over_commits_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    ours, theirs = SPAWN.Pipe()

    async def run() -> None:
        async with await SqliteLog.open(path, PARTITIONS) as log:
            former = await log.own(0, "former")
            await log.own(0, "current")
            with running(log_processes.commit_with, path, former, theirs):
                assert await asyncio.to_thread(ours.recv) == "fenced"
            assert await log.read(Topic.MATCHES, 0, 0) == []
            assert (await log.committed(0))[Topic.PARCELS] == 0

    asyncio.run(run())


def test_kill_9_during_commits_loses_no_acknowledged_one_and_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    for acknowledged_before_kill in (1, 7, 40, 41, 100):
        ours, theirs = SPAWN.Pipe()
        with running(log_processes.commit_until_killed, path, theirs) as process:
            theirs.close()
            told = [ours.recv() for _ in range(acknowledged_before_kill)]
            process.kill()
            process.join()
            told += _rest_of(ours)
        matches, rejects, consumed = asyncio.run(_counts(path))
        assert matches == rejects == consumed
        assert consumed in {told[-1], told[-1] + 1}


def _rest_of(pipe: Connection) -> list[int]:
    rest: list[int] = []
    while True:
        try:
            rest.append(pipe.recv())
        except (EOFError, OSError):
            return rest


async def _counts(path: Path) -> tuple[int, int, int]:
    async with await SqliteLog.open(path, create=False) as log:
        matches = await log.read(Topic.MATCHES, 0, 0)
        rejects = await log.read(Topic.REJECTS, 0, 0)
        assert [r.value for r in matches] == [str(n).encode() * 50 for n in range(1, len(matches) + 1)]
        return len(matches), len(rejects), (await log.committed(0))[Topic.PARCELS]
