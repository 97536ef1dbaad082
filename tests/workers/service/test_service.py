"""The embedded service as it runs: real processes, a real log, one data directory."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.envelope import from_record
from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.topics import Topic
from contracts.trip import TripPublished
from matcher.verify import verify
from tests.workers.service.running import LONG_S, PROGRAM, Service, children_of, service, start, until
from tests.worlds.world import world
from workers.compose import system_log
from workers.log.publishing import publish
from workers.service.data_dir import DataDir
from workers.service.lock import is_held
from workers.service.who_runs import who_runs
from workers.settings import Settings

pytestmark = pytest.mark.slow

IN_TWO_DAYS = (datetime.now(UTC) + timedelta(days=2)).date()
WORLD = world(f"""
    now {datetime.now(UTC):%Y-%m-%d} 00:00
    place A
    place B
    trip T1 {IN_TWO_DAYS}  A 07:00  B 08:00
    parcel P1  A -> B
    parcel P2  A -> B
    parcel P3  A -> B
""")
FIRST = [event for event in WORLD.events if event.subject not in {"P2", "P3"}]


def tell(data: DataDir, events: Sequence[Event]) -> None:
    async def append() -> None:
        async with system_log(Settings(data_dir=data.path)) as log:
            await publish(log, events)

    asyncio.run(append())


def decisions(data: DataDir) -> list[Event]:
    async def read() -> list[Event]:
        async with system_log(Settings(data_dir=data.path)) as log:
            found = [record for p in range(log.partitions) for record in await log.read(Topic.MATCHES, p, 0)]
            return [from_record(record, log.partitions) for record in found]

    return asyncio.run(read())


def matched(data: DataDir) -> list[str]:
    return sorted(event.subject for event in decisions(data) if isinstance(event.data, ParcelMatched))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def waiting(up: Service) -> float:
    """Events not decided on, by its own figures."""
    return sum(value for name, value in up.figures().items() if name.startswith("ridealong_lag_records"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for the tests of this file, which follow each other."""
    with service(tmp_path_factory.mktemp("service")) as up:
        yield up


def test_it_is_not_ready_until_all_partitions_have_a_worker(running: Service) -> None:
    seen: list[tuple[int, float]] = []

    def ready() -> bool:
        answer = running.ask("/readyz")
        seen.append((answer.status_code, running.figures().get("ridealong_partitions_owned", 0.0)))
        return answer.status_code == 200

    until(ready, "readiness")
    assert seen[-1] == (200, 8.0)
    assert {status for status, _ in seen[:-1]} <= {503}
    assert running.ask("/livez").status_code == 200


def test_what_is_published_is_decided(running: Service) -> None:
    tell(running.data, FIRST)
    until(lambda: matched(running.data) == ["P1"], "the decision")
    until(lambda: running.figures().get('ridealong_matched_total{cause="new"}') == 1, "the figure")
    until(running.ready, "readiness")
    figures = running.figures()
    assert figures["ridealong_solve_seconds_count"] >= 1
    assert figures["ridealong_commit_seconds_count"] >= 1
    until(lambda: waiting(running) == 0, "the next look at the log")


def test_a_second_one_on_the_same_directory_is_refused(running: Service) -> None:
    refused = subprocess.run(
        [PROGRAM, "up", "--data-dir", str(running.data.path), "--port", "0"],
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )
    assert refused.returncode == 2
    assert refused.stderr == (
        f"Error: {running.data.path}: Process {running.process.pid} already runs on this data directory; "
        "stop it first.\n"
    )
    assert running.ready()


def test_workers_share_the_partitions_evenly(running: Service) -> None:
    async def owners() -> list[str]:
        async with system_log(Settings(data_dir=running.data.path)) as log:
            return list((await log.owners()).values())

    held = asyncio.run(owners())
    assert sorted(held.count(owner) for owner in set(held)) == [4, 4]


@pytest.mark.parametrize("victim", ["worker", "projector", "gateway"])
def test_a_process_that_is_killed_is_replaced_and_nothing_is_lost(running: Service, victim: str) -> None:
    name = "worker-1" if victim == "worker" else victim
    before = running.figures()[f'ridealong_restarts_total{{child="{name}"}}']
    said = [line for line in running.said.read_text().splitlines() if '"child started"' in line and f'"{name}"' in line]
    pid = int(said[-1].partition('"pid": ')[2].partition(",")[0])
    assert pid in running.children()
    os.kill(pid, signal.SIGKILL)
    if victim == "worker":
        tell(running.data, [event for event in WORLD.events if event.subject == "P2"])
        until(lambda: matched(running.data) == ["P1", "P2"], "the decision of another worker")
    until(
        lambda: running.ready() and running.figures()[f'ridealong_restarts_total{{child="{name}"}}'] == before + 1, "it"
    )
    assert not is_alive(pid)


def test_told_to_stop_it_drains_and_ends_with_nothing_left_behind(running: Service) -> None:
    tell(running.data, [event for event in WORLD.events if event.subject == "P3"])
    until(lambda: matched(running.data) == ["P1", "P2", "P3"], "the last decision")
    everybody = [running.process.pid, *running.children()]
    everybody += [grandchild for child in running.children() for grandchild in children_of(child)]
    started = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(LONG_S) == 0
    assert time.monotonic() - started < 15
    assert who_runs(running.data) is None
    assert not is_held(running.data.lock)
    until(lambda: not any(map(is_alive, everybody)), "the end of all processes")
    assert "Ridealong has stopped; everything decided is kept." in running.said.read_text()
    assert "Traceback" not in running.said.read_text()

    async def vacant() -> bool:
        async with system_log(Settings(data_dir=running.data.path)) as log:
            return await log.owners() == {}

    assert asyncio.run(vacant())


def test_all_it_has_decided_keeps_every_rule(running: Service) -> None:
    assert any(isinstance(event.data, TripPublished) for event in WORLD.events)
    assert verify(WORLD.events, decisions(running.data)) == []


def test_when_its_supervisor_is_killed_all_end_and_the_next_one_works_at_once(tmp_path: Path) -> None:
    with service(tmp_path) as up:
        until(up.ready, "readiness")
        tell(up.data, FIRST)
        until(lambda: matched(up.data) == ["P1"], "the first decision")
        orphans = up.children()
        orphans += [grandchild for child in orphans for grandchild in children_of(child)]
        assert len(orphans) >= 4
        up.process.kill()
        up.process.wait(LONG_S)
        with service(tmp_path, workers=1) as again:
            tell(again.data, [event for event in WORLD.events if event.subject == "P2"])
            until(lambda: matched(again.data) == ["P1", "P2"], "the second decision")
            until(again.ready, "readiness")
            until(lambda: not any(map(is_alive, orphans)), "the end of the orphans")


def test_a_log_that_is_none_is_refused_and_left_alone(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    data.make()
    data.log.write_text("not a log\n" * 1000)
    process = start(tmp_path)
    assert process.wait(LONG_S) == 2
    assert f"Error: {data.log}: This file is not an event log.\n" in (tmp_path / "said").read_text()
    assert data.log.read_text() == "not a log\n" * 1000
