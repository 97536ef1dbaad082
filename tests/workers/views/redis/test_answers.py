"""Whatever was applied in whatever order, Redis answers what the read model in memory answers."""

import asyncio
from dataclasses import replace
from itertools import product

import pytest

from contracts.instants import epoch_s
from contracts.topics import Topic
from scripts.servers.redis import RedisServer
from tests.conformance.read_model import MORNING, shuffled
from tests.workers.views.history import CHANGED, EXPECTED, PAGES
from tests.workers.views.redis.serving import opened, operator
from tests.worlds.answers import answers_of
from workers.views.memory import MemoryReadModel
from workers.views.page import Page
from workers.views.port import ReadModel
from workers.views.redis.keys import VERSION
from workers.views.rows import AreaRow, DecisionRow, LegRow, PlaceRow, RequestRow, Row, WithdrawalRow
from workers.views.stream import START, Cursor, Only

NOON = epoch_s(MORNING.now)
DAY = 86_400
ODD_IDS = ["P1", "P1,", "1:P", 'a"b\\', "nul\0", "ü/ß", "\x1f\n\t", "ÿ\U0001f68c", " 3 4 ", "2:P1,2:P1,"]


def test_five_interleavings_give_the_answers_of_the_memory_model(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        model = await opened(redis_server, unique)
        for seed in range(5):
            for page in shuffled(PAGES, seed):
                await model.apply(page)
            assert await answers_of(model, CHANGED) == EXPECTED, f"seed {seed}"
            await model.clear()
        await model.close()

    asyncio.run(run())


def test_an_id_may_hold_any_character(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        memory, model = MemoryReadModel(), await opened(redis_server, unique)
        for page in odd_pages():
            await memory.apply(page)
            await model.apply(page)
        assert await odd_answers(model) == await odd_answers(memory)
        assert len((await model.stream(START, 1000, Only())).entries) == len(ODD_IDS) ** 2
        await model.prune(NOON + 400 * DAY)
        await memory.prune(NOON + 400 * DAY)
        assert await odd_answers(model) == await odd_answers(memory)
        await model.close()

    asyncio.run(run())


def odd_pages() -> list[Page]:
    """Every odd id as an area, and in each as a parcel, place and trip."""
    updates: list[Row] = []
    parcels: list[Row] = []
    matches: list[Row] = []
    for number, (area, odd) in enumerate(product(ODD_IDS, ODD_IDS)):
        place = PlaceRow(number, area, odd, name=f"called {odd}", lat=None, lon=None, is_hub=False)
        updates += [AreaRow(number, area, "Europe/Riga"), place]
        parcels += [asked(number, area, odd), WithdrawalRow(number, area, odd, "w", "urn:x", NOON, "")]
        leg = replace(LEG, trip_key=odd, trip_id=odd, board_stop_id=odd, alight_stop_id=odd)
        matches.append(DecisionRow(number, area, odd, 1, "new", f"for {odd}", "plan", NOON, (leg,), NOON, NOON, 4, 1))
    told = {Topic.UPDATES: updates, Topic.PARCELS: parcels, Topic.MATCHES: matches}
    return [Page(topic, 0, 0, rows[-1].offset + 1, "digest", rows) for topic, rows in told.items()]


LEG = LegRow(
    trip_key="",
    trip_id="",
    service_date="2026-11-23",
    operator_id="op",
    compartment="",
    committed=False,
    board_call=0,
    board_stop_id="",
    board_at=NOON,
    alight_call=1,
    alight_stop_id="",
    alight_at=NOON + 60,
)


def asked(offset: int, area: str, odd: str) -> RequestRow:
    return RequestRow(
        offset=offset,
        area=area,
        parcel_id=odd,
        event_id=f"for {odd}",
        source="urn:x",
        said_at=NOON,
        shipper_id=None,
        reference=None,
        origin_stop_id=odd,
        destination_stop_id=odd,
        ready_at=NOON,
        due_at=NOON + DAY,
        weight_g=1,
        volume_ml=2,
        pieces=1,
        longest_side_mm=3,
        handling_class="ambient",
        value_millis=4,
    )


async def odd_answers(model: ReadModel) -> list[object]:
    answers: list[object] = [list(await model.areas())]
    for odd in ODD_IDS:
        answers += [await model.areas_with_parcel(odd), await model.trips_called(odd), await model.figures(odd, NOON)]
        answers += [await model.parcel(odd, other) for other in ODD_IDS]
        answers += [await model.manifest(odd, other) for other in ODD_IDS[:3]]
        answers += [await model.hub(odd, other, NOON - DAY, NOON + DAY) for other in ODD_IDS[:3]]
    return answers


def test_pages_of_the_stream_are_those_of_the_memory_model(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        memory, model = MemoryReadModel(), await opened(redis_server, unique)
        for page, partition in product(PAGES, (0, 3, 11)):
            for each in (memory, model):
                await each.apply(replace(page, partition=partition))
        places = [START]
        for limit in (1, 2, 5, 100):
            ours, theirs = [await each.stream(places[-1], limit, Only()) for each in (model, memory)]
            assert (ours, ours.cursor) == (theirs, theirs.cursor)
            places.append(ours.cursor)
        assert await model.end_of_stream() == await memory.end_of_stream()
        beyond = Cursor({0: 10**40, 3: 1})
        assert {e.partition for e in (await model.stream(beyond, 100, Only())).entries} == {3, 11}
        await model.close()

    asyncio.run(run())


@pytest.mark.parametrize("days", [0, 1, 3, 30])
def test_what_is_forgotten_is_what_the_memory_model_forgets(redis_server: RedisServer, unique: str, days: int) -> None:
    async def run() -> None:
        memory, model = MemoryReadModel(), await opened(redis_server, unique)
        for seed in range(3):
            for number, page in enumerate(shuffled(PAGES, seed)):
                for each in (memory, model):
                    await each.apply(page)
                    if number % 5 == seed:
                        await each.prune(NOON + (days - 2) * DAY)
            for each in (memory, model):
                await each.prune(NOON + days * DAY)
            assert await answers_of(model, CHANGED) == await answers_of(memory, CHANGED), f"seed {seed}"
            await model.clear()
            await memory.clear()
        await model.close()

    asyncio.run(run())


def test_when_all_is_over_nothing_is_left_but_areas_places_and_plans(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        model = await opened(redis_server, unique)
        for page in PAGES:
            await model.apply(page)
        await model.prune(NOON + 400 * DAY)
        async with operator(redis_server) as client:
            left = {key.decode().rpartition(f":{VERSION}:")[2] async for key in client.scan_iter(f"{{{unique}}}:*")}
            assert await client.xlen(f"{{{unique}}}:{VERSION}:match:0") == 0
        assert left == {"mark", "life", "news", "area", "place", "plan", "match:0"}
        await model.clear()
        async with operator(redis_server) as client:
            assert [key async for key in client.scan_iter(f"{{{unique}}}:*")] == []
        await model.close()

    asyncio.run(run())


def test_of_a_replaced_publication_no_trip_is_left(redis_server: RedisServer, unique: str) -> None:
    async def run() -> None:
        model = await opened(redis_server, unique)
        for page in PAGES:
            await model.apply(page)
        async with operator(redis_server) as client:
            trips = [key async for key, _ in client.hscan_iter(f"{{{unique}}}:{VERSION}:trip")]
            assert await client.zcard(f"{{{unique}}}:{VERSION}:replaced") == 0
        publications = {trip.split(b",")[-2].partition(b":")[2] for trip in trips}
        assert publications == {b"p2", b"p3"}  # p3 is not sealed yet, p1 was replaced
        await model.close()

    asyncio.run(run())
