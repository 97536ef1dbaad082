"""The systems that commands are put to: a data directory, or Apache Kafka and Redis. What is said to them is the same."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from tests.end_to_end.commands import Ran, done, ridealong
from workers.clock import FixedClock
from workers.compose import open_log
from workers.log.port import EventLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider
from workers.matching.worker import Worker
from workers.settings import PREFIX, Settings, load_settings

T = TypeVar("T")

SYSTEMS = ("embedded", "kafka")


@dataclass(frozen=True)
class System:
    """One of them, empty at first, with nobody at work on it."""

    settings: Settings
    words: tuple[str, ...]
    """What a command line needs to mean it."""

    def done(self, *words: object) -> Ran:
        """Run a command line on it that has to succeed."""
        return done(*words, *self.words)

    def ran(self, *words: object) -> Ran:
        """Run a command line on it."""
        return ridealong(*words, *self.words)

    def in_log(self, work: Callable[[EventLog], Awaitable[T]]) -> T:
        """Do something with its log."""

        async def run() -> T:
            log = await open_log(self.settings)
            try:
                return await work(log)
            finally:
                await log.close()

        return asyncio.run(run())

    def decide(self, now: int) -> None:
        """Let a worker decide on all that is there, as at `now`."""

        async def work(log: EventLog) -> None:
            loop = LoopSettings(EVERYTHING, FixedClock(now), until_drained=True)
            holdings = GivenHoldings(log, "worker", range(log.partitions))
            await Worker(log, InProcessDeciders(MakePartitionDecider(log.partitions)), holdings, loop).run(
                asyncio.Event()
            )

        self.in_log(work)


@contextmanager
def embedded(folder: Path) -> Iterator[System]:
    """A data directory."""
    settings = Settings(data_dir=folder / "data")
    settings.data_dir.mkdir()
    system = System(settings, ("--data-dir", str(settings.data_dir)))
    system.in_log(_nothing)
    yield system


async def _nothing(_log: EventLog) -> None:
    """To open a log is to make it."""


@contextmanager
def on_servers(kafka: KafkaServer, redis: RedisServer) -> Iterator[System]:
    """Topics and keys of its own on shared servers, named by the environment while it lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(kafka, redis).items():
            patch.setenv(name, value)
        done("topics", "apply")
        yield System(load_settings({}), ())


def environment(kafka: KafkaServer, redis: RedisServer, **more: str) -> dict[str, str]:
    """What a process has to find in its environment to be part of a new system on these servers."""
    own = f"t{secrets.token_hex(4)}"
    settings = {"kafka_bootstrap": kafka.bootstrap, "redis_url": redis.url, "app": own, "topic_prefix": f"{own}."}
    return {f"{PREFIX}{name.upper()}": value for name, value in (settings | more).items()}


@contextmanager
def system_called(name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[System]:
    """By its name; the test is skipped where its servers cannot run."""
    if name == "embedded":
        with embedded(folder) as system:
            yield system
    else:
        with on_servers(request.getfixturevalue("kafka"), request.getfixturevalue("redis_server")) as system:
            yield system
