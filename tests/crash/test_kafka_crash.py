"""The same promises on Apache Kafka and Redis, while processes and servers are killed, frozen and emptied."""

import asyncio
import os
from pathlib import Path

import pytest

from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from tests.crash.chaos import Chaos, Ordeal, missing
from tests.crash.kafka_stage import BROKER, KafkaStage
from tests.crash.reader import read
from tests.crash.reader.kafka_log import read_kafka
from tests.crash.reader.redis_views import check_redis
from tests.servers.fixtures import started

SHORT = Ordeal(seed=int(os.environ.get("CHAOS_SEED", "1")), kills=4, seconds=25)
LONG_KILLS = int(os.environ.get("CHAOS_KILLS", "0"))
LONG_S = float(os.environ.get("CHAOS_KAFKA_SECONDS", "0"))


@pytest.mark.slow
def test_on_kafka_and_redis_every_promise_is_kept_whatever_dies(tmp_path: Path) -> None:
    ordeal = Ordeal(SHORT.seed, LONG_KILLS, LONG_S) if LONG_KILLS else SHORT
    with started(lambda: KafkaServer(BROKER)) as kafka, started(RedisServer) as redis:
        stage = KafkaStage(tmp_path / "data", kafka, redis)
        chaos = Chaos(stage, ordeal)
        tally = asyncio.run(chaos.run())
        log, seen = read_kafka(kafka.bootstrap, stage.settings.app)
        report, areas, rejects = read.check_log(log)
        report.violations += check_redis(redis.url, stage.settings.app, log, areas, rejects)
    print(f"\nseed {ordeal.seed}, {tally}\n{report}; {dict(seen)}")  # noqa: T201 - the counts are part of the answer
    assert report.violations == []
    assert missing(tally, log) == []
    assert tally.kills >= ordeal.kills
    assert report.counts["inputs"] >= len(tally.acknowledged)
    assert report.counts["parcel.matched"] > ordeal.kills
    assert tally.stubborn == []
    assert chaos.service.tracebacks() == []
