"""What other processes do to a Kafka log in its tests. Run by `multiprocessing` with spawn."""

import asyncio
import os
import signal
from multiprocessing.connection import Connection

from contracts.record import Message
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from workers.clock import FixedClock
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.membership import KafkaMembership
from workers.log.kafka.settings import KafkaSettings
from workers.log.steps import FaultPoint
from workers.matching.batch import BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.group_holdings import GroupHoldings
from workers.matching.loop import LoopSettings
from workers.matching.worker import Worker

SETTINGS = LoopSettings(BatchLimits(linger_s=0), FixedClock(100), patient=True)


def work_in_a_group(settings: KafkaSettings, name: str, session_s: float, pipe: Connection) -> None:
    """Be a worker until told to stop; then tell how often a partition was taken and lost."""

    async def run() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), stop.set)
        async with await KafkaLog.open(settings) as log:
            holdings = GroupHoldings(log, await KafkaMembership.join(settings, session_s, name))
            await Worker(log, InProcessDeciders(CountingDecider), holdings, SETTINGS).run(stop)
        asyncio.get_running_loop().remove_reader(pipe.fileno())
        pipe.send((holdings.takeovers, holdings.losses))

    asyncio.run(run())


def commit_once_and_die_in_the_second(settings: KafkaSettings, partition: int, point: FaultPoint) -> None:
    """Take a partition, commit, and be killed at a point of the next commit."""

    def die(reached: FaultPoint) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    async def run() -> None:
        log = await KafkaLog.open(settings)
        ownership = await log.own(partition, "mortal")
        await log.commit(ownership, [(Topic.MATCHES, Message(b"k", b"first"))], {Topic.PARCELS: 1})
        await log.commit(ownership, [(Topic.MATCHES, Message(b"k", b"second"))], {Topic.PARCELS: 2}, die)

    asyncio.run(run())
