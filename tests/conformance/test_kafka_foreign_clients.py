"""What other programs publish, by librdkafka as kcat does too: what arrives, and what becomes of it."""

import asyncio
import json
from dataclasses import replace
from zlib import crc32

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from confluent_kafka import Producer

from contracts.envelope import Refused, from_line, from_record, to_message
from contracts.event import KINDS
from contracts.examples import example_event
from contracts.partitioning import partition_of
from contracts.reasons import RejectCode
from contracts.topics import Topic
from scripts.servers.kafka import KafkaServer
from tests.conformance.event_log import PARTITIONS, message, texts
from tests.conformance.kafka_logs import _swept, left_to_the_garbage_collector, on_kafka, settings_on
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import KafkaSettings
from workers.log.port import lag

__all__ = ["_swept"]
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]

LINE = json.dumps(example_event(next(kind for kind in KINDS if kind.name == "parcel.requested")))
EVENT = from_line(LINE)
HOME = partition_of(EVENT.area, PARTITIONS)


@pytest.fixture
def settings(kafka: KafkaServer, unique: str) -> KafkaSettings:
    return settings_on(kafka, unique)


def publisher(settings: KafkaSettings, **options: str) -> Producer:
    return Producer(
        {
            "bootstrap.servers": settings.bootstrap,
            **{name.replace("_", "."): value for name, value in options.items()},
        }
    )


def test_by_the_murmur2_partitioner_an_event_comes_home_with_headers_or_without(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        foreign = publisher(settings, partitioner="murmur2_random")
        name, sent = settings.topic_name(Topic.PARCELS), to_message(EVENT)
        foreign.produce(name, sent.value, sent.key, headers=list(sent.headers))
        foreign.produce(name, LINE, EVENT.area)
        assert foreign.flush(30) == 0
        ownership = await log.own(HOME, "worker")
        binary, structured = await log.poll(ownership, {}, None, 5)
        assert (binary.key, binary.value, binary.headers) == (sent.key, sent.value, sent.headers)
        assert (structured.key, structured.headers) == (sent.key, ())
        assert from_record(binary, PARTITIONS) == from_record(structured, PARTITIONS) == EVENT

    on_kafka(settings, scenario)


def test_by_librdkafkas_own_partitioner_an_event_may_go_astray_and_is_refused_as_such(settings: KafkaSettings) -> None:
    area = next(name for name in (f"area-{n}" for n in range(99)) if _strays(name))

    async def scenario(log: KafkaLog) -> None:
        foreign = publisher(settings)
        sent = to_message(replace(EVENT, area=area))
        foreign.produce(settings.topic_name(Topic.PARCELS), sent.value, area.encode(), headers=list(sent.headers))
        assert foreign.flush(30) == 0
        (record,) = await log.read(Topic.PARCELS, crc32(area.encode()) % PARTITIONS, 0)
        with pytest.raises(Refused) as refused:
            from_record(record, PARTITIONS)
        assert refused.value.code == RejectCode.WRONG_PARTITION

    on_kafka(settings, scenario)


def _strays(area: str) -> bool:
    return crc32(area.encode()) % PARTITIONS != partition_of(area, PARTITIONS)


def test_records_without_key_value_or_a_headers_value_arrive_with_empty_ones(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        foreign = publisher(settings)
        name = settings.topic_name(Topic.PARCELS)
        foreign.produce(name, None, None, 0)
        foreign.produce(name, b"", b"", 0, headers=[("none", None), ("empty", b"")])
        assert foreign.flush(30) == 0
        nothing, empty = await log.read(Topic.PARCELS, 0, 0)
        assert (nothing.key, nothing.value, nothing.headers) == (None, b"", ())
        assert (empty.key, empty.value, empty.headers) == (b"", b"", (("none", b""), ("empty", b"")))

    on_kafka(settings, scenario)


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
def test_what_a_publisher_has_compressed_is_read(settings: KafkaSettings, codec: str) -> None:
    async def scenario(log: KafkaLog) -> None:
        foreign = publisher(settings, compression_type=codec, linger_ms="50")
        for number in range(50):
            foreign.produce(settings.topic_name(Topic.PARCELS), f"{number}" * 50, b"k", 0)
        assert foreign.flush(30) == 0
        assert texts(await log.read(Topic.PARCELS, 0, 0)) == [f"{number}" * 50 for number in range(50)]

    on_kafka(settings, scenario, 1)


def test_the_marks_of_a_publishers_transactions_are_no_lag_and_no_news(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        foreign = publisher(settings, transactional_id=f"{settings.app}.foreign")
        foreign.init_transactions()
        ownership = await log.own(0, "worker")
        for number, ended in enumerate((True, False, True)):
            foreign.begin_transaction()
            foreign.produce(settings.topic_name(Topic.PARCELS), f"p{number}", b"k", 0)
            assert foreign.flush(30) == 0
            await asyncio.to_thread(foreign.commit_transaction if ended else foreign.abort_transaction)
        first = await log.poll(ownership, {}, 1, 5)
        second = await log.poll(ownership, {Topic.PARCELS: first[0].offset + 1}, None, 5)
        assert texts([*first, *second]) == ["p0", "p2"]
        positions = {Topic.PARCELS: second[-1].offset + 1}
        assert await log.poll(ownership, positions, None, 0.1) == []
        await log.commit(ownership, [], positions)
        ends = await log.ends(0)
        assert lag(ends, await log.committed(0)) == 0
        assert await log.news({0: ends}, 0.1) == {}
        await log.append(Topic.PARCELS, [message("p3")], partition=0)
        assert texts(await log.poll(ownership, positions, None, 5)) == ["p3"]

    on_kafka(settings, scenario)


class _NotUtf8(str):
    """A header's name as a careless client may send it."""

    __slots__ = ()

    def encode(self, *_arguments: object) -> bytes:
        return b"\xff\xfe"


def test_a_record_whose_header_names_cannot_be_read_stops_nothing(settings: KafkaSettings) -> None:
    async def publish_unreadable(count: int) -> None:
        async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap) as careless:
            for _ in range(count):
                batch = careless.create_batch()
                batch._builder = _DefaultRecordBatchBuilderPy(
                    2, 0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=-1, batch_size=99_999
                )
                for header in ("good", _NotUtf8("bad"), "good"):
                    batch.append(timestamp=None, key=b"k", value=b"v", headers=[(header, b"")])
                await (await careless.send_batch(batch, settings.topic_name(Topic.PARCELS), partition=0))

    async def scenario(log: KafkaLog) -> None:
        ownership = await log.own(0, "worker")
        waiting = asyncio.create_task(log.poll(ownership, {}, None, 20))
        await asyncio.sleep(0.2)
        await publish_unreadable(2)
        expected = [(0, b"v"), (1, b""), (2, b""), (3, b"v"), (4, b""), (5, b"")]  # what follows in its batch as well
        polled = list(await waiting)
        while len(polled) < len(expected):
            polled += await log.poll(ownership, {Topic.PARCELS: polled[-1].offset + 1}, None, 20)
        for records in (polled, await log.read(Topic.PARCELS, 0, 0)):
            assert [(record.offset, record.value) for record in records] == expected
        assert (await log.ends(0))[Topic.PARCELS] == 6
        assert set(await log.news({}, 0)) == {0}

    on_kafka(settings, scenario, 1)
