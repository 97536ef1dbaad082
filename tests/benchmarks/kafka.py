"""The service on a real Apache Kafka: against bare aiokafka, and the figures that the embedded log has, too.

All in one run, on one broker of its own on this machine.
"""

import asyncio
import gc
from collections.abc import Iterator
from statistics import median

from contracts.envelope import to_message
from scripts.servers.kafka import KafkaServer
from tests.benchmarks import kafka_loops, kafka_restart, kafka_scaling, latency, log, takeover, worker
from tests.benchmarks.figure import Figure
from tests.benchmarks.kafka_running import broker, log_of, new_system
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.telemetry import configure_logging

RUNS = 5
WORKER_RUNS = 3
GOAL = 0.7
CASES = ((50, 2_500), (500, 15_000))
"""Batch size, events."""


def figures() -> Iterator[Figure]:
    """All figures on Kafka. Raises Skipped where no broker can run."""
    configure_logging("error")  # a worker in this process says a line for each batch
    with broker() as server:
        yield from _adapter(server)
        yield from _worker(server)
        yield from latency.of_log("kafka: vidzeme", load_sample(SAMPLES[0], "bench"), log_of(new_system(server)))
        yield from takeover.of_log("kafka: takeover", log_of(new_system(server)))
        yield from kafka_scaling.figures(server)
        yield from kafka_restart.figures(server)


def _adapter(server: KafkaServer) -> Iterator[Figure]:
    """Events a second through the adapter at its best, and its share of the bare loop's: the median of pairs of runs."""
    for batch, count in CASES:
        settings, events = new_system(server, kafka_loops.PARTITIONS), log._events(count)
        asyncio.run(kafka_loops.publish(settings, events))
        gc.freeze()  # a worker does not hold all its events at once
        bare_s, adapter_s = [], []
        for _ in range(RUNS):
            bare_s.append(asyncio.run(kafka_loops.bare(settings, events, batch)))
            adapter_s.append(asyncio.run(kafka_loops.adapter(settings, events, batch)))
        gc.unfreeze()
        share = median(bare / adapter for bare, adapter in zip(bare_s, adapter_s, strict=True))
        yield Figure(f"kafka: batches of {batch}", 1 / min(adapter_s), "events per s, each commit a transaction")
        yield Figure(f"kafka: batches of {batch}, against bare", share, "of a bare aiokafka loop", at_least=GOAL)


def _worker(server: KafkaServer) -> Iterator[Figure]:
    """The same for the whole worker by first fit, on the day of the embedded log's figure."""
    for batch, count in worker.CASES:
        day = worker.vidzeme(worker.WARM_UP + count)
        parcels = [to_message(event) for event in day.parcels[worker.WARM_UP :]]
        copied = new_system(server, kafka_loops.PARTITIONS)
        asyncio.run(kafka_loops.publish(copied, parcels))
        bare_s, worker_s = [], []
        for _ in range(WORKER_RUNS):
            bare_s.append(asyncio.run(kafka_loops.bare(copied, parcels, batch)))
            watch = asyncio.run(worker.work(log_of(new_system(server)), day, batch))
            worker_s.append(watch.seconds_each(worker.WARM_UP))
        name = f"kafka: worker, batches of {batch}"
        share = median(bare / whole for bare, whole in zip(bare_s, worker_s, strict=True))
        yield Figure(f"{name}, first fit", 1 / min(worker_s), "parcels per s, each commit a transaction")
        yield Figure(f"{name}, against bare", share, "of a bare aiokafka loop", at_least=worker.GOAL)
