"""The processes of the service: started again when they die, ended when told to stop, and never anybody else."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.workers.service import processes
from workers.child import ChildProcess, ChildSpec
from workers.metrics import TAKEOVERS, Recorder
from workers.reporting import Report, ReportTo, datagram_pair
from workers.service import children as module
from workers.service.backoff import Backoff
from workers.service.children import Children, KeptChild

LONG_S = 30.0


async def nothing(_name: str, _pid: int) -> None:
    pass


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not condition():  # noqa: ASYNC110 - the conditions are files
            await asyncio.sleep(0.01)


def pids(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@asynccontextmanager
async def kept(child: KeptChild, grace_s: float = LONG_S) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    keeping = asyncio.create_task(child.keep(stop, grace_s))
    try:
        yield stop
    finally:
        stop.set()
        await keeping


def test_a_process_that_is_killed_is_started_again_and_counted(tmp_path: Path) -> None:
    ended: list[tuple[str, int]] = []

    async def note(name: str, pid: int) -> None:
        ended.append((name, pid))

    async def run() -> None:
        child = KeptChild(ChildSpec("sleeper", processes.note_pid_and_sleep, tmp_path), note)
        async with kept(child):
            await until(lambda: len(pids(tmp_path)) == 1)
            (first,) = pids(tmp_path)
            os.kill(first, signal.SIGKILL)
            await until(lambda: len(pids(tmp_path)) == 2)
            state = child.state()
            assert (state.restarts, state.ended) == (1, "was killed by signal 9")
            assert state.pid in pids(tmp_path) - {first}
            assert ended == [("sleeper", first)]
        assert not any(map(is_alive, pids(tmp_path)))
        assert len(ended) == 2

    asyncio.run(run())


def test_a_process_that_ends_again_and_again_is_never_given_up(tmp_path: Path) -> None:
    async def run() -> None:
        backoff = Backoff(first_s=0.01, longest_s=0.02)
        child = KeptChild(ChildSpec("mayfly", processes.note_pid_and_end, tmp_path), nothing, backoff)
        async with kept(child):
            await until(lambda: len(pids(tmp_path)) >= 4)
            assert child.restarts >= 3
            assert child.state().ended == "ended with exit code 3"

    asyncio.run(run())


def test_a_process_that_cannot_be_started_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[float] = []

    def refuse_twice(spec: ChildSpec) -> ChildProcess:
        attempts.append(time.monotonic())
        if len(attempts) <= 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return ChildProcess(spec)

    monkeypatch.setattr(module, "ChildProcess", refuse_twice)

    async def run() -> None:
        backoff = Backoff(first_s=0.01)
        child = KeptChild(ChildSpec("sleeper", processes.note_pid_and_sleep, tmp_path), nothing, backoff)
        async with kept(child):
            await until(lambda: child.restarts == 1)
            assert child.state().ended == "could not be started: Resource temporarily unavailable"
            await until(lambda: len(pids(tmp_path)) == 1)
            assert child.restarts == 2

    asyncio.run(run())


def test_one_that_does_not_end_when_told_to_is_killed_after_the_grace(tmp_path: Path) -> None:
    async def run() -> None:
        child = KeptChild(ChildSpec("deaf", processes.note_pid_and_ignore_sigterm, tmp_path), nothing)
        async with kept(child, grace_s=0.2):
            await until(lambda: len(pids(tmp_path)) == 1)
        assert not any(map(is_alive, pids(tmp_path)))

    asyncio.run(run())


def test_one_that_hangs_is_killed_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENT_S", 0.3)

    async def run() -> None:
        reports, report_to = datagram_pair()
        spec = ChildSpec("hanging", processes.report_once_and_hang, (tmp_path, ReportTo("hanging", report_to)))
        children = Children([spec], reports, nothing)
        stop = asyncio.Event()
        keeping = asyncio.create_task(children.keep(stop, LONG_S))
        await until(lambda: len(pids(tmp_path)) == 1)
        (first,) = pids(tmp_path)
        children.kill_hung()
        await asyncio.sleep(0.4)
        children.kill_hung()
        assert is_alive(first), "silent at one look only: it may be we who slept"
        children.kill_hung()
        await until(lambda: len(pids(tmp_path)) == 2)
        assert not is_alive(first)
        stop.set()
        await keeping
        for end in (reports, report_to):
            end.close()

    asyncio.run(run())


def test_one_that_never_says_its_first_word_is_started_again_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_WORD_S", 0.0)

    async def run() -> None:
        child = KeptChild(ChildSpec("mute", processes.note_pid_and_sleep, tmp_path), nothing)
        async with kept(child):
            await until(lambda: len(pids(tmp_path)) == 1)
            child.kill_if_hung()
            child.kill_if_hung()
            await until(lambda: child.restarts == 1)

    asyncio.run(run())


def test_what_a_dead_process_counted_stays_and_a_late_report_of_it_is_not_counted_twice(tmp_path: Path) -> None:
    def report(pid: int, takeovers: int) -> bytes:
        recorder = Recorder((TAKEOVERS,))
        recorder.count(TAKEOVERS, takeovers)
        return (
            Report(child="sleeper", pid=pid, at=time.monotonic(), samples=recorder.samples()).model_dump_json().encode()
        )

    async def run() -> None:
        reports, report_to = datagram_pair()
        children = Children([ChildSpec("sleeper", processes.note_pid_and_sleep, tmp_path)], reports, nothing)
        stop = asyncio.Event()
        keeping = asyncio.create_task(children.keep(stop, LONG_S))
        await until(lambda: len(pids(tmp_path)) == 1)
        (first,) = pids(tmp_path)
        report_to.send(report(first, 4))
        os.kill(first, signal.SIGKILL)
        await until(lambda: len(pids(tmp_path)) == 2)
        (second,) = pids(tmp_path) - {first}
        report_to.send(report(first, 4))
        report_to.send(report(second, 1))
        children.hear()
        assert [sample.value for sample in children.totals.samples()] == [5.0]
        stop.set()
        await keeping
        for end in (reports, report_to):
            end.close()

    asyncio.run(run())
