"""However many projectors feed one read model: every record is applied once, in order, or not at all."""

import asyncio
import random

import pytest

from contracts.instants import epoch_s
from contracts.topics import Topic
from scripts.servers.redis import RedisServer
from tests.conformance.read_model import MORNING, PARTITIONS, PLANNED, pages
from tests.workers.views.history import CHANGED, EXPECTED, PAGES
from tests.workers.views.redis.serving import opened, operator
from tests.worlds.answers import answers_of
from workers.errors import PositionGap
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.page import Page
from workers.views.projector import Projector
from workers.views.redis.keys import VERSION
from workers.views.redis.model import RedisReadModel
from workers.views.redis.writes import Writes
from workers.views.stream import START, Only

RACERS = 4


def test_projectors_that_race_apply_every_page_once(redis_server: RedisServer, unique: str) -> None:
    """Each applies all pages at its own pace, over connections of its own; whoever is late starts over."""

    async def project(model: RedisReadModel, seed: int) -> None:
        draw = random.Random(seed)
        for page in PAGES:
            while not await applied(model, page):  # noqa: ASYNC110 - the others set no event
                await asyncio.sleep(draw.random() / 1000)

    async def run() -> None:
        models = [await opened(redis_server, unique) for _ in range(RACERS)]
        for _ in range(3):
            await asyncio.gather(*(project(model, seed) for seed, model in enumerate(models)))
            assert await answers_of(models[0], CHANGED) == EXPECTED
            async with operator(redis_server) as client:
                matches = sum(len(page.rows) for page in PAGES if page.topic is Topic.MATCHES) - 1  # a plan
                assert await client.xlen(f"{{{unique}}}:{VERSION}:match:0") == matches
            await models[0].clear()
        for model in models:
            await model.close()

    asyncio.run(run())


async def applied(model: RedisReadModel, page: Page) -> bool:
    """Whether a page was applied; it is not while the one before it is missing."""
    try:
        await model.apply(page)
    except PositionGap:
        return False
    return True


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_what_another_applied_between_looking_and_writing_is_passed_over(
    redis_server: RedisServer, unique: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second projector applies the same page, or one that goes further, just before the first one writes."""

    async def run() -> None:
        first, second = await opened(redis_server, unique), await opened(redis_server, unique)
        for page in PAGES[:number]:
            await first.apply(page)
        made = Writes.made
        outcomes: list[str] = []

        async def late(writes: Writes, store: object) -> bool:
            if store is first._store and not outcomes:
                outcomes.append("")
                await second.apply(PAGES[number])
            outcomes.append(str(await made(writes, store)))  # type: ignore[arg-type]  # a store
            return outcomes[-1] == "True"

        monkeypatch.setattr(Writes, "made", late)
        await first.apply(PAGES[number])
        monkeypatch.undo()
        assert outcomes.count("False") >= 1
        for page in PAGES[number + 1 :]:
            await first.apply(page)
        assert await answers_of(second, CHANGED) == EXPECTED
        await first.close()
        await second.close()

    asyncio.run(run())


def test_a_gap_is_refused_also_after_the_server_was_emptied_between_looking_and_writing(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        log = MemoryLog(PARTITIONS)
        await publish(log, [event for event in MORNING.events if event.kind.topic == Topic.PARCELS])
        once, again = await pages(log, 2)
        model = await opened(own_redis)
        await model.apply(once)
        made = Writes.made

        async def emptied(writes: Writes, store: object) -> bool:
            async with operator(own_redis) as client:
                await client.flushall()
            return await made(writes, store)  # type: ignore[arg-type]  # a store

        monkeypatch.setattr(Writes, "made", emptied)
        with pytest.raises(PositionGap):
            await model.apply(again)
        monkeypatch.undo()
        async with operator(own_redis) as client:
            assert await client.dbsize() == 0
        await model.close()

    asyncio.run(run())


def test_forgetting_while_others_apply_loses_nothing(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        log = MemoryLog(PARTITIONS)
        first, second = await opened(redis_server, unique), await opened(redis_server, unique)
        done = asyncio.Event()

        async def forget() -> None:
            while not done.is_set():
                await second.prune(epoch_s(MORNING.now) - 3600)
                await asyncio.sleep(0)

        forgetting = asyncio.create_task(forget())
        for events in (MORNING.events, PLANNED, MORNING.events):
            for event in events:
                await publish(log, [event])
                await Projector(log, first).catch_up()
        done.set()
        await forgetting
        assert len((await first.stream(START, 100, Only())).entries) == 3
        assert [await first.areas_with_parcel(p) for p in ("P1", "P2", "P3", "P4")] == [["vidzeme"]] * 4
        await first.close()
        await second.close()

    asyncio.run(run())
