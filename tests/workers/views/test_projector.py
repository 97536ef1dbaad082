"""The projector follows the log, whatever happens to it, to the read model and to the log."""

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from contracts.envelope import to_message
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.topics import Topic
from tests.conformance.read_model import MORNING, PARTITIONS, PLANNED, committed
from tests.workers.views import projecting
from tests.worlds.answers import answers_of
from tests.worlds.world import world
from workers.clock import FixedClock, ManualClock
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.views.memory import MemoryReadModel
from workers.views.page import positions_of
from workers.views.port import ReadModel
from workers.views.projector import Projector, ProjectorSettings
from workers.views.projector_process import run_projector
from workers.views.sqlite.model import SqliteReadModel
from workers.views.stream import START, Entry, Only

SPAWN = multiprocessing.get_context("spawn")
LONG_S = 30.0
DAY = 86_400
KEEP_ALL = ProjectorSettings(keep_days=None)


@asynccontextmanager
async def projecting_into(log: MemoryLog | SqliteLog, model: ReadModel) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    task = asyncio.create_task(Projector(log, model, KEEP_ALL).run(stop))
    try:
        async with asyncio.timeout(LONG_S):
            yield task
    finally:
        stop.set()
        await task


async def fresh(log: MemoryLog | SqliteLog) -> dict[str, object]:
    """What a read model says that is made from the log just now."""
    model = MemoryReadModel()
    await Projector(log, model, KEEP_ALL).catch_up()
    return await answers_of(model, MORNING)


async def until_shown(log: MemoryLog | SqliteLog, model: ReadModel) -> None:
    """Return when the model has all that is in the log now."""
    ends = await log.news({}, 0)
    while True:
        shown = positions_of(await model.marks())
        if all(shown.get(p, {}).get(topic, 0) >= end for p, topics in ends.items() for topic, end in topics.items()):
            return
        await asyncio.sleep(0.005)


def test_it_shows_what_is_published_while_it_runs() -> None:
    async def run() -> None:
        log, model = MemoryLog(PARTITIONS), MemoryReadModel()
        async with projecting_into(log, model):
            for events in (MORNING.events, PLANNED, [committed(MORNING, PLANNED, "P1")]):
                await publish(log, events)
                await until_shown(log, model)
                assert await answers_of(model, MORNING) == await fresh(log)

    asyncio.run(run())


def test_in_the_stream_every_decision_comes_with_its_request(tmp_path: Path) -> None:
    """Because up to the ends of one moment requests are read before the matches."""

    async def run() -> None:
        log = await SqliteLog.open(tmp_path / "log.sqlite", 1)
        model = await SqliteReadModel.open(tmp_path / "views.sqlite")
        seen: list[Entry] = []

        async def look() -> None:
            cursor = START
            while len(seen) < 3:
                page = await model.stream(cursor, 1, Only(), 1)
                seen.extend(page.entries)
                cursor = page.cursor

        async with projecting_into(log, model):
            looking = asyncio.create_task(look())
            await publish(log, [*MORNING.events, *PLANNED])
            await looking
        assert [entry.request is not None for entry in seen] == [True] * 3
        await model.close()
        await log.close()

    asyncio.run(run())


def test_a_model_that_somebody_clears_is_filled_again() -> None:
    async def run() -> None:
        log, model = MemoryLog(PARTITIONS), MemoryReadModel()
        async with projecting_into(log, model):
            await publish(log, MORNING.events)
            await until_shown(log, model)
            await model.clear()
            await publish(log, PLANNED)
            await until_shown(log, model)
        assert await answers_of(model, MORNING) == await fresh(log)

    asyncio.run(run())


def test_a_model_of_another_log_is_made_anew() -> None:
    """Also when the new log is longer than the old one was."""

    async def run() -> None:
        old, new, model = MemoryLog(PARTITIONS), MemoryLog(PARTITIONS), MemoryReadModel()
        stranger = world(MORNING.text.replace("parcel P4  A -> B", "parcel P5  A -> B"))
        await publish(old, stranger.events)
        await Projector(old, model, KEEP_ALL).catch_up()
        await publish(new, [*MORNING.events, *PLANNED, committed(MORNING, PLANNED, "P1")])
        await Projector(new, model, KEEP_ALL).catch_up()
        assert await model.areas_with_parcel("P5") == []
        assert await answers_of(model, MORNING) == await fresh(new)

    asyncio.run(run())


def test_a_log_that_has_lost_records_is_noticed() -> None:
    async def run() -> None:
        whole, older, model = MemoryLog(PARTITIONS), MemoryLog(PARTITIONS), MemoryReadModel()
        await publish(whole, [*MORNING.events, *PLANNED])
        await publish(older, MORNING.events)
        await Projector(whole, model, KEEP_ALL).catch_up()
        await Projector(older, model, KEEP_ALL).catch_up()
        assert await answers_of(model, MORNING) == await fresh(older)

    asyncio.run(run())


def test_two_projectors_of_one_model_do_no_harm(tmp_path: Path) -> None:
    async def run() -> None:
        log = await SqliteLog.open(tmp_path / "log.sqlite", PARTITIONS)
        first = await SqliteReadModel.open(tmp_path / "views.sqlite")
        second = await SqliteReadModel.open(tmp_path / "views.sqlite")
        async with projecting_into(log, first), projecting_into(log, second):
            for event in [*MORNING.events, *PLANNED]:
                await publish(log, [event])
            await until_shown(log, first)
        assert await answers_of(second, MORNING) == await fresh(log)
        for opened in (first, second, log):
            await opened.close()

    asyncio.run(run())


def test_old_days_are_forgotten_once_an_hour() -> None:
    async def run() -> None:
        noon = epoch_s(MORNING.now)
        log, model, clock = MemoryLog(PARTITIONS), MemoryReadModel(), ManualClock(noon)
        projector = Projector(log, model, ProjectorSettings(keep_days=2, clock=clock))
        await publish(log, [*MORNING.events, *PLANNED])
        stop = asyncio.Event()
        following = asyncio.create_task(projector.run(stop))
        await until_shown(log, model)
        assert await model.areas_with_parcel("P1") == ["vidzeme"]
        clock.set(noon + 10 * DAY)
        await publish(log, [committed(MORNING, PLANNED, "P1")])
        async with asyncio.timeout(LONG_S):
            while await model.areas_with_parcel("P1"):  # noqa: ASYNC110 - a read model sets no event
                await asyncio.sleep(0.005)
        stop.set()
        await following

    asyncio.run(run())


@pytest.mark.parametrize("days", [0, 1, 5, 40])
def test_forgetting_in_between_and_at_the_end_is_the_same(days: int) -> None:
    async def run() -> None:
        log, now = MemoryLog(PARTITIONS), epoch_s(MORNING.now) + days * DAY
        steps: list[Sequence[Event]] = [MORNING.events, PLANNED, [committed(MORNING, PLANNED, "P1")]]
        step_by_step, at_once = MemoryReadModel(), MemoryReadModel()
        for number, events in enumerate(steps):
            await publish(log, events)
            await Projector(log, step_by_step, KEEP_ALL).catch_up()
            await step_by_step.prune(now - (len(steps) - 1 - number) * DAY)
        await Projector(log, at_once, KEEP_ALL).catch_up()
        await at_once.prune(now)
        assert await answers_of(step_by_step, MORNING) == await answers_of(at_once, MORNING)

    asyncio.run(run())


def test_killed_again_and_again_it_still_shows_every_record_once(tmp_path: Path) -> None:
    async def run() -> None:
        log = await SqliteLog.open(tmp_path / "log.sqlite", PARTITIONS)
        await publish(log, MORNING.events)
        for kill in range(4):
            process = SPAWN.Process(target=run_projector, args=(projecting.spec(tmp_path),))
            process.start()
            if kill == 0:
                await _until_views(tmp_path, log)
            for number in range(200):
                ahead = [to_message(event) for event in _noise(kill, number)]
                await log.append(Topic.PARCELS, ahead)
            await asyncio.sleep(0.05)
            process.kill()
            process.join()
        await publish(log, PLANNED)
        model = await SqliteReadModel.open(tmp_path / "views.sqlite", thorough=True)
        await Projector(log, model, KEEP_ALL).catch_up()
        assert await answers_of(model, MORNING) == await fresh(log)
        assert len(await model.areas_with_parcel("N3-199")) == 1
        await model.close()
        await log.close()

    asyncio.run(run())


def test_told_to_stop_it_ends_well_and_its_file_is_whole(tmp_path: Path) -> None:
    async def run() -> None:
        log = await SqliteLog.open(tmp_path / "log.sqlite", PARTITIONS)
        await publish(log, [*MORNING.events, *PLANNED])
        process = SPAWN.Process(target=run_projector, args=(projecting.spec(tmp_path),))
        process.start()
        await _until_views(tmp_path, log)
        process.terminate()
        await asyncio.to_thread(process.join, LONG_S)
        assert process.exitcode == 0
        model = await SqliteReadModel.open(tmp_path / "views.sqlite", thorough=True)
        assert await answers_of(model, MORNING) == await fresh(log)
        await model.close()
        await log.close()

    asyncio.run(run())


async def _until_views(folder: Path, log: SqliteLog) -> None:
    deadline = time.monotonic() + LONG_S
    while not (folder / "views.sqlite").exists():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    async with asyncio.timeout(LONG_S):
        model = await SqliteReadModel.open(folder / "views.sqlite")
        await until_shown(log, model)
        await model.close()


def _noise(kill: int, number: int) -> list[Event]:
    text = f"now 2026-11-22 12:00\narea vidzeme\nday 2026-11-23\nparcel N{kill}-{number}  A -> B"
    return [event for event in world(text).events if event.kind.topic == Topic.PARCELS]


def test_settings_keep_thirty_days_unless_told_otherwise() -> None:
    assert ProjectorSettings().keep_days == 30
    assert ProjectorSettings(clock=FixedClock(5)).clock.now() == 5
