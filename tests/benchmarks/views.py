"""The read model in Redis beside the one in SQLite: the same pages, taken in turns, in one run.

A day of parcels as a projector reads it: for every parcel its request and two decisions. Rows are ready
made, so only the read model's own work counts. Redis runs on this machine, so it has a core of its own.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from contracts.topics import Topic
from scripts.servers.errors import MissingProgramError
from scripts.servers.redis import RedisServer
from tests.benchmarks.figure import Figure, Skipped
from workers.views.page import Page
from workers.views.port import ReadModel
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings
from workers.views.rows import DecisionRow, LegRow, RequestRow, Row
from workers.views.sqlite.model import SqliteReadModel

RUNS = 4
PARCELS = 4_000
PAGE = 500
NOON = 1_795_341_600
AREA = "vidzeme"


def figures() -> Iterator[Figure]:
    """Events per second that each applies, Redis' share of SQLite's, and how long area figures take: best of four."""
    try:
        server = RedisServer()
    except MissingProgramError as error:
        raise Skipped(str(error).rstrip(".")) from error
    with server:
        pages = _pages()
        gc.freeze()  # a projector does not hold all its rows at once
        sqlite, redis = [], []
        for run in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                sqlite.append(asyncio.run(_measured(SqliteReadModel.open(Path(folder) / "views.sqlite"), pages)))
            settings = RedisSettings(SecretStr(server.url), app=f"run-{run}")
            redis.append(asyncio.run(_measured(RedisReadModel.open(settings), pages)))
        gc.unfreeze()
    events = sum(len(page.rows) for page in pages)
    in_sqlite, in_redis = (min(applied for applied, _ in runs) for runs in (sqlite, redis))
    yield Figure("views: applied in SQLite", events / in_sqlite, "events per s")
    yield Figure("views: applied in Redis", events / in_redis, "events per s")
    yield Figure("views: Redis, against SQLite", in_sqlite / in_redis, "of SQLite's events per s")
    for name, runs in (("SQLite", sqlite), ("Redis", redis)):
        asked = min(asked for _, asked in runs)
        yield Figure(f"views: figures of {PARCELS} parcels, {name}", asked * 1000, "ms")


async def _measured(opening: Awaitable[ReadModel], pages: list[Page]) -> tuple[float, float]:
    """Seconds for all pages, and for one question about all parcels."""
    model = await opening
    try:
        started = time.perf_counter()
        for page in pages:
            await model.apply(page)
        applied = time.perf_counter()
        figures_of_area = await model.figures(AREA, NOON)
        asked = time.perf_counter()
        if figures_of_area.open_parcels != PARCELS:
            raise AssertionError(figures_of_area)
        return applied - started, asked - applied
    finally:
        await model.close()


def _pages() -> list[Page]:
    requests: list[Row] = [_request(number) for number in range(PARCELS)]
    first = [_decision(number, f"P-{number:05d}", 1) for number in range(PARCELS)]
    second = [replace(row, offset=row.offset + PARCELS, revision=2, cause="improved") for row in first]
    decisions: list[Row] = [*first, *second]
    return [
        Page(topic, 0, at, at + PAGE, "0" * 32, rows[at : at + PAGE])
        for topic, rows in ((Topic.PARCELS, requests), (Topic.MATCHES, decisions))
        for at in range(0, len(rows), PAGE)
    ]


def _request(number: int) -> RequestRow:
    return RequestRow(
        offset=number,
        area=AREA,
        parcel_id=f"P-{number:05d}",
        event_id=f"request-{number:05d}",
        source="urn:ridealong:shipper:bakery-3",
        said_at=NOON,
        shipper_id="bakery-3",
        reference=f"order {number}",
        origin_stop_id=f"stop-{number % 500}",
        destination_stop_id=f"stop-{(number * 7 + 3) % 500}",
        ready_at=NOON,
        due_at=NOON + 86_400,
        weight_g=4_000,
        volume_ml=20_000,
        pieces=1,
        longest_side_mm=400,
        handling_class="ambient",
        value_millis=6_500,
    )


def _decision(number: int, parcel_id: str, revision: int) -> DecisionRow:
    leg = LegRow(
        trip_key=f"trip-{number % 360}@2026-11-23",
        trip_id=f"trip-{number % 360}",
        service_date="2026-11-23",
        operator_id="operator-1",
        compartment="hold",
        committed=False,
        board_call=2,
        board_stop_id=f"stop-{number % 500}",
        board_at=NOON + 3_600,
        alight_call=9,
        alight_stop_id=f"stop-{(number * 7 + 3) % 500}",
        alight_at=NOON + 7_200,
    )
    return DecisionRow(
        offset=number,
        area=AREA,
        parcel_id=parcel_id,
        revision=revision,
        cause="new",
        request_id=f"request-{number:05d}",
        plan_id=f"{AREA}/1",
        decided_at=NOON,
        legs=(leg,),
        hand_in_by=NOON + 3_000,
        available_at=NOON + 9_000,
        value_millis=6_500,
        cost_millis=450,
    )
