"""The systems that commands are put to: a data directory, or Apache Kafka and Redis. What is said to them is the same."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from tests.end_to_end.commands import Ran, done, refused, ridealong
from workers.clock import FixedClock
from workers.compose import open_log
from workers.log.port import EventLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker import Worker
from workers.service.service import OpenLog
from workers.settings import PREFIX, Settings

T = TypeVar("T")

SYSTEMS = ("embedded", "kafka")


@dataclass(frozen=True)
class System:
    """A log of its own on which nobody is at work but the test."""

    open_log: OpenLog
    where: str
    """As its commands call it."""
    words: tuple[str, ...] = ()
    """What a command line needs to mean it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What it needs in the environment."""

    def done(self, *words: object) -> Ran:
        """Run a command line on it that has to succeed."""
        with self._meant():
            return done(*words, *self.words)

    def ran(self, *words: object) -> Ran:
        """Run a command line on it, however it ends."""
        with self._meant():
            return ridealong(*words, *self.words)

    def refused(self, *words: object) -> str:
        """Run a command line on it that has to be refused as bad input; what its user is told."""
        with self._meant():
            return refused(*words, *self.words)

    @contextmanager
    def _meant(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            yield

    def in_log(self, work: Callable[[EventLog], Awaitable[T]]) -> T:
        """Do something with its log."""

        async def run() -> T:
            log = await self.open_log()
            try:
                return await work(log)
            finally:
                await log.close()

        return asyncio.run(run())

    def decide(self, now: int) -> None:
        """Let a worker decide on all that is there, as at `now`: first come, first served, the same on any machine."""

        async def work(log: EventLog) -> None:
            loop = LoopSettings(EVERYTHING, FixedClock(now), until_drained=True)
            holdings = GivenHoldings(log, "worker", range(log.partitions))
            deciders = InProcessDeciders(MakePartitionDecider(log.partitions, SolveSettings(method="first_fit")))
            await Worker(log, deciders, holdings, loop).run(asyncio.Event())

        self.in_log(work)


def embedded(folder: Path) -> System:
    """A data directory."""
    folder.mkdir()
    settings = Settings(data_dir=folder)
    system = System(partial(open_log, settings), settings.where, ("--data-dir", str(folder)))
    system.in_log(_nothing)
    return system


async def _nothing(_log: EventLog) -> None:
    """To open a log is to make it."""


def on_servers(kafka: KafkaServer, redis: RedisServer) -> System:
    """Topics and keys of its own on shared servers."""
    names = environment(kafka, redis)
    settings = Settings.model_validate({name.removeprefix(PREFIX).lower(): value for name, value in names.items()})
    system = System(partial(open_log, settings), settings.where, environment=names)
    system.done("topics", "apply")
    return system


def environment(kafka: KafkaServer, redis: RedisServer) -> dict[str, str]:
    """What a process has to find in its environment to be part of a new system on these servers."""
    own = f"t{secrets.token_hex(4)}"
    settings = {"kafka_bootstrap": kafka.bootstrap, "redis_url": redis.url, "app": own, "topic_prefix": f"{own}."}
    return {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}


def fresh_system(name: str, request: pytest.FixtureRequest, folder: Path) -> System:
    """One of SYSTEMS; the test is skipped where its servers cannot run."""
    if name == "embedded":
        return embedded(folder / "data")
    return on_servers(request.getfixturevalue("kafka"), request.getfixturevalue("redis_server"))
