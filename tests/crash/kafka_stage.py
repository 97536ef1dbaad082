"""An ordeal on Apache Kafka and Redis, which are struck, too."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from random import Random

from redis import Redis

from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from tests.crash.service import Service
from tests.crash.stage import PARTITIONS, Strike
from workers.compose import open_log, system_views
from workers.distributed import apply_topics
from workers.log.port import EventLog
from workers.settings import Settings

SESSION_S = 2.0
BROKER = {"group.min.session.timeout.ms": "1000"}
"""What the broker has to allow."""


class KafkaStage:
    """A whole service on servers of its own."""

    servers: Mapping[str, Strike]

    def __init__(self, data_dir: Path, kafka: KafkaServer, redis: RedisServer) -> None:
        self.settings = Settings(
            data_dir=data_dir, kafka_bootstrap=kafka.bootstrap, redis_url=redis.url, partitions=PARTITIONS
        )
        self._kafka = kafka
        self._redis = redis
        on = {"RIDEALONG_KAFKA_BOOTSTRAP": kafka.bootstrap, "RIDEALONG_REDIS_URL": redis.url}
        self.service = Service(data_dir, on, lease_s=SESSION_S)
        self.servers = {"broker": self._strike_broker, "redis": self._strike_redis}

    async def open_log(self) -> EventLog:
        """New topics."""
        await apply_topics(self.settings)
        return await open_log(self.settings)

    async def show_all(self) -> None:
        """As `ridealong watch` does when no service runs."""
        async with system_views(self.settings, patience_s=5):
            pass

    async def _strike_broker(self, random: Random) -> str:
        """Kill -9, gone for a moment, and back with all that it had acknowledged."""
        await asyncio.to_thread(self._kafka.kill)
        await asyncio.sleep(random.uniform(0, 3))
        await asyncio.to_thread(self._kafka.start)
        return "killed broker"

    async def _strike_redis(self, random: Random) -> str:
        if random.random() < 0.5:
            with Redis.from_url(self._redis.url) as client:
                await asyncio.to_thread(client.flushall)
            return "flushed redis"
        await asyncio.to_thread(self._redis.kill)
        await asyncio.sleep(random.uniform(0, 1))
        await asyncio.to_thread(self._redis.start)
        return "killed redis"
