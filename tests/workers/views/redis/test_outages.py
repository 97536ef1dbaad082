"""Redis is emptied, killed, started again: the projector fills it, readers go on, and no answer is wrong."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from contracts.event import Event
from scripts.servers.redis import RedisServer
from tests.conformance.read_model import MORNING, PARTITIONS, PLANNED, committed
from tests.workers.views.redis.serving import opened, operator, settings_of
from tests.worlds.answers import answers_of
from tests.worlds.world import world
from workers.errors import ViewsError
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.memory import MemoryReadModel
from workers.views.page import positions_of
from workers.views.port import ReadModel
from workers.views.projector import Projector, ProjectorSettings
from workers.views.redis.model import RedisReadModel
from workers.views.stream import START, Only

KEEP_ALL = ProjectorSettings(keep_days=None)
LONG_S = 30.0

Harm = Callable[[RedisServer], Awaitable[None]]


async def flush(server: RedisServer) -> None:
    async with operator(server) as client:
        await client.flushall()


async def restart(server: RedisServer) -> None:
    """It comes back empty."""
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


async def restart_with_what_was_saved(server: RedisServer) -> None:
    """It comes back with what the last of these restarts left."""
    await restart(server)
    async with operator(server) as client:
        await client.save()


async def save_and_restart(server: RedisServer) -> None:
    """It comes back as it was."""
    async with operator(server) as client:
        await client.save()
    await restart(server)


@asynccontextmanager
async def projecting(log: MemoryLog, model: ReadModel) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(Projector(log, model, KEEP_ALL).run(stop))
    try:
        async with asyncio.timeout(LONG_S):
            yield
    finally:
        stop.set()
        await task


async def until_shown(log: MemoryLog, model: ReadModel) -> None:
    """Return when the model has all that is in the log now."""
    ends = await log.news({}, 0)
    while True:
        with suppress(ViewsError):
            shown = positions_of(await model.marks())
            if all(shown.get(p, {}).get(t, 0) >= end for p, topics in ends.items() for t, end in topics.items()):
                return
        await asyncio.sleep(0.01)


async def fresh(log: MemoryLog) -> dict[str, object]:
    model = MemoryReadModel()
    await Projector(log, model, KEEP_ALL).catch_up()
    return await answers_of(model, MORNING)


def parcels(number: int) -> list[Event]:
    text = f"now 2026-11-22 12:00\narea vidzeme\nday 2026-11-23\nparcel N{number}  A -> B"
    return [event for event in world(text).events if event.kind.name == "parcel.requested"]


@pytest.mark.parametrize("harm", [flush, restart, restart_with_what_was_saved])
def test_whatever_happens_while_it_projects_the_answers_are_those_of_the_log(
    own_redis: RedisServer, harm: Harm
) -> None:
    async def run() -> None:
        log, model = MemoryLog(PARTITIONS), await opened(own_redis)
        story = [*MORNING.events, *PLANNED, committed(MORNING, PLANNED, "P1")]
        draw = random.Random(5)
        async with projecting(log, model):
            for number, event in enumerate(story):
                await publish(log, [event, *parcels(number)])
                await asyncio.sleep(draw.random() / 50)
                if number % 5 == 0:
                    await harm(own_redis)
            await publish(log, parcels(len(story)))  # an idle projector looks every five seconds
            await until_shown(log, model)
            assert await answers_of(model, MORNING) == await fresh(log)
        await model.close()

    asyncio.run(run())


def test_while_it_is_filled_again_a_reader_sees_it_grow(own_redis: RedisServer) -> None:
    """Every look shows what some beginning of the log says: no decision without those before it, no index without row."""

    async def run() -> None:
        log, model = MemoryLog(1), await opened(own_redis)
        for number in range(300):
            await publish(log, parcels(number))
        await publish(log, [*MORNING.events, *PLANNED])
        async with projecting(log, model):
            await until_shown(log, model)
            seen = []
            for _ in range(3):
                await flush(own_redis)
                await publish(log, parcels(1000))
                while True:
                    entries = [entry.decision for entry in (await model.stream(START, 10, Only())).entries]
                    figures = await model.figures("vidzeme", 0)
                    seen.append(figures.open_parcels)
                    assert [decision.parcel_id for decision in entries] in ([], ["P1", "P2", "P3"])
                    for parcel_id in ("P1", "P2"):
                        manifest = await model.manifest("vidzeme", "T1@2026-11-23")
                        story = await model.parcel("vidzeme", parcel_id)
                        if manifest is not None and manifest.parcels > 0:
                            assert manifest.parcels == 2
                            assert story is not None
                    if entries and figures.open_parcels == 305:
                        break
            assert 305 in seen
        await model.close()

    asyncio.run(run())


@pytest.mark.parametrize("harm", [flush, restart, save_and_restart])
def test_a_reader_who_waits_gets_every_decision_once(own_redis: RedisServer, harm: Harm) -> None:
    """The reader waits in one call through the outage, and resumes by its cursor."""

    async def run() -> None:
        log, feeding, asking = MemoryLog(PARTITIONS), await opened(own_redis), await opened(own_redis)
        seen: list[tuple[str, int]] = []

        async def read(wanted: int) -> None:
            cursor = START
            while len(seen) < wanted:
                page = await asking.stream(cursor, 2, Only(), LONG_S)
                seen.extend((entry.decision.parcel_id, entry.decision.revision) for entry in page.entries)
                cursor = page.cursor

        async with projecting(log, feeding):
            reading = asyncio.create_task(read(5))
            await publish(log, [*MORNING.events, *PLANNED])
            await until_shown(log, asking)
            await harm(own_redis)
            await asyncio.sleep(0.05)
            for parcel_id in ("P1", "P2"):
                await publish(log, [committed(MORNING, PLANNED, parcel_id)])
                await asyncio.sleep(0.05)
            await reading
        assert seen == [("P1", 1), ("P2", 1), ("P3", 1), ("P1", 2), ("P2", 2)]
        await asking.close()
        await feeding.close()

    asyncio.run(run())


def test_a_server_that_stands_still_is_an_error_in_time_and_then_answers_again(own_redis: RedisServer) -> None:
    async def run() -> None:
        hasty = RedisReadModel(settings_of(own_redis, timeout_s=0.2))
        assert await hasty.areas() == []
        own_redis.freeze()
        with pytest.raises(ViewsError, match="does not answer in time"):
            await hasty.areas()
        own_redis.resume()
        assert await hasty.areas() == []
        await hasty.close()

    asyncio.run(run())
