"""What several of the reader's own tests look at."""

import asyncio
from random import Random

import pytest

from tests.crash import trace
from tests.crash.inside import PARTITIONS, send, traced_log, work_at
from tests.crash.town import Town, area_names
from workers.compose import system_views
from workers.service.data_dir import DataDir
from workers.settings import Settings

START = 1_800_000_000


@pytest.fixture(scope="module")
def flawless(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A log without a fault, with its read model."""
    data = DataDir(tmp_path_factory.mktemp("data"))

    async def make() -> None:
        town = Town(area_names(PARTITIONS)[2], START, 4, Random(6))
        async with await traced_log(data.log) as log:
            await send(log, town.opening())
            for now in (START, START + 20):
                trace.put_clock(data.log, now)
                for _ in range(40):
                    await send(log, town.next(now))
                await work_at(log, now)
        async with system_views(Settings(data_dir=data.path), patience_s=5):
            pass

    asyncio.run(make())
    return data
