"""From the kill -9 of a worker, or of its decider, to the next commit on a partition that it held.

A whole `ridealong up` with three workers; events never stop coming.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from signal import SIGKILL

from tests.benchmarks.figure import Figure
from tests.benchmarks.running import percentile
from tests.crash.family import family_of
from tests.crash.service import Service
from tests.crash.town import Town, area_names
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog
from workers.service.data_dir import DataDir

SEED = 7
PARTITIONS = 8
KILLS = 8
EVENTS_PER_S = 20
_PATIENCE_S = 60.0
_BREATH_S = 1.0
"""Between two kills: everybody works again."""


def figures() -> Iterator[Figure]:
    """The median and the worst of eight kills each."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = asyncio.run(_measure(Path(folder) / "data"))
    for victim, sample in seconds.items():
        yield Figure(f"kill -9 of a {victim} to the next commit, median", percentile(sample, 50), "s")
        yield Figure(f"kill -9 of a {victim} to the next commit, worst", max(sample), "s")


async def _measure(data_dir: Path) -> dict[str, list[float]]:
    data = DataDir(data_dir)
    data.make()
    service = Service(data_dir)
    async with await SqliteLog.open(data.log, PARTITIONS) as log:
        town = Town(area_names(PARTITIONS)[0], int(time.time()), minutes=10, random=Random(SEED))
        publishing = asyncio.create_task(_publish(log, town))
        try:
            service.start()
            return {victim: [await _kill(log, victim) for _ in range(KILLS)] for victim in ("worker", "decider")}
        finally:
            publishing.cancel()
            with suppress(asyncio.CancelledError):
                await publishing
            await asyncio.to_thread(service.end)


async def _publish(log: EventLog, town: Town) -> None:
    for sending in town.opening():
        await log.append(sending.topic, [sending.message])
    while True:
        for sending in town.next(int(time.time())):
            await log.append(sending.topic, [sending.message], partition=sending.partition)
        await asyncio.sleep(1 / EVENTS_PER_S)


async def _kill(log: EventLog, victim: str) -> float:
    """Seconds from the kill to the next commit on the town's partition."""
    await _commit_after(log, sum((await log.committed(0)).values()))
    await asyncio.sleep(_BREATH_S)
    worker, *deciders = family_of(await _owner(log))
    members = [worker] if victim == "worker" else deciders
    before = sum((await log.committed(0)).values())
    for member in members:
        member.signal(SIGKILL)
    killed_at = time.perf_counter()
    await _commit_after(log, before)
    return time.perf_counter() - killed_at


async def _owner(log: EventLog) -> int:
    """The process that holds the partition; its name says its id."""
    return int((await log.owners())[0].rpartition("/")[2])


async def _commit_after(log: EventLog, consumed: int) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while sum((await log.committed(0)).values()) <= consumed:  # noqa: ASYNC110 - another process sets no event here
            await asyncio.sleep(0.005)
