"""A real broker, systems of their own on it, and the service's workers there."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from scripts.servers.errors import MissingProgramError
from scripts.servers.kafka import KafkaServer
from tests.benchmarks.figure import Skipped
from workers import distributed
from workers.child import ChildProcess, ChildSpec
from workers.clock import Clock
from workers.compose import open_log
from workers.distributed import apply_topics
from workers.matching.batch import BatchLimits
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker_process import WorkerSpec, run_worker
from workers.service.service import OpenLog
from workers.settings import Settings


@contextmanager
def broker() -> Iterator[KafkaServer]:
    """An Apache Kafka of one's own. Raises Skipped where none can run."""
    try:
        server = KafkaServer()
    except MissingProgramError as error:
        raise Skipped(str(error).removesuffix(".")) from error
    with server:
        yield server


def new_system(server: KafkaServer, partitions: int = 1) -> Settings:
    """A system with topics, groups and transactional ids that no other has; all else is the service's default."""
    name = f"bench-{secrets.token_hex(4)}"
    settings = Settings.model_construct(
        kafka_bootstrap=server.bootstrap, app=name, topic_prefix=f"{name}.", partitions=partitions
    )
    asyncio.run(apply_topics(settings))
    return settings


def log_of(settings: Settings) -> OpenLog:
    """How the log of a system is opened, here and in another process."""
    return partial(open_log, settings)


@asynccontextmanager
async def running_workers(settings: Settings, count: int, partitions: int, clock: Clock) -> AsyncIterator[None]:
    """So many worker processes of the service, which share the partitions as members of the system's group."""
    children = [_start(settings, f"worker-{number}", partitions, clock) for number in range(1, count + 1)]
    try:
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            await child.ended()


def _start(settings: Settings, name: str, partitions: int, clock: Clock) -> ChildProcess:
    spec = WorkerSpec(
        name=name,
        open_log=log_of(settings),
        make_decider=MakePartitionDecider(partitions, SolveSettings(time_limit_s=settings.time_limit_s)),
        settings=LoopSettings(
            limits=BatchLimits(settings.max_records, settings.linger_ms / 1000), clock=clock, patient=True
        ),
        log_level="error",
        join=partial(distributed.join, settings),
    )
    return ChildProcess(ChildSpec(name, run_worker, spec))
