"""The servers that other tests stand on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]  # exported without saying so

from scripts.servers.errors import ServerFailedError
from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer

ROOT = Path(__file__).parents[2]


def create_topic(server: KafkaServer, name: str) -> None:
    admin = AdminClient({"bootstrap.servers": server.bootstrap})
    admin.create_topics([NewTopic(name, 2, 1)])[name].result(timeout=20)


def write(server: KafkaServer, topic: str, value: bytes) -> None:
    producer = Producer({"bootstrap.servers": server.bootstrap, "acks": "all"})
    producer.produce(topic, value, partition=1)
    assert producer.flush(20) == 0


def read(server: KafkaServer, topic: str, count: int) -> list[bytes | None]:
    consumer = Consumer({"bootstrap.servers": server.bootstrap, "group.id": "nobody", "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 1, 0)])
    try:
        return [message.value() for message in consumer.consume(count, timeout=20)]
    finally:
        consumer.close()


def gone(pid: int, within_s: float = 10) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_record_makes_the_round_trip_through_kafka(kafka: KafkaServer, unique: str) -> None:
    create_topic(kafka, unique)
    write(kafka, unique, b"parcel")
    assert read(kafka, unique, 1) == [b"parcel"]


def test_no_topic_comes_into_being_by_being_written_to(kafka: KafkaServer, unique: str) -> None:
    failures: list[object] = []
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "message.timeout.ms": 1500})
    producer.produce(unique, b"lost", on_delivery=lambda error, _: failures.append(error))
    producer.flush(10)
    assert len(failures) == 1
    assert failures[0] is not None
    assert unique not in AdminClient({"bootstrap.servers": kafka.bootstrap}).list_topics(timeout=10).topics


def test_a_killed_broker_comes_back_with_its_data_on_its_port(own_kafka: KafkaServer) -> None:
    create_topic(own_kafka, "kept")
    write(own_kafka, "kept", b"before")
    former = own_kafka.pid
    own_kafka.kill()
    assert not own_kafka.is_running()
    own_kafka.start()
    assert own_kafka.pid != former
    write(own_kafka, "kept", b"after")
    assert read(own_kafka, "kept", 2) == [b"before", b"after"]


def test_redis_answers(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        assert client.ping()


def test_a_killed_redis_comes_back_empty_on_its_port(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.set("trip", "1")
        own_redis.kill()
        own_redis.start()
        assert client.get("trip") is None


def test_a_killed_redis_comes_back_with_what_it_saved(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.set("trip", "1")
        client.save()
        client.set("trip", "2")
        own_redis.kill()
        own_redis.start()
        assert client.get("trip") == b"1"


def test_a_frozen_server_answers_nobody_until_it_goes_on(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url, socket_timeout=0.2, retry=None) as client:
        own_redis.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        own_redis.resume()
        own_redis.wait_until_it_answers()
        assert client.ping()


def test_a_closed_server_leaves_nothing_behind() -> None:
    server = RedisServer()
    server.close()
    assert gone(server.pid)
    assert not server.folder.exists()
    with pytest.raises(ServerFailedError, match="closed"):
        server.start()


def test_a_server_that_refuses_its_options_says_why() -> None:
    with pytest.raises(ServerFailedError, match="no-such-option"):
        RedisServer(["--no-such-option", "1"])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_ends_with_the_process_thatstarted_it(end: signal.Signals) -> None:
    program = (
        "from scripts.servers.redis import RedisServer\n"
        "import time\n"
        "server = RedisServer()\n"
        "print(server.pid, server.folder, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        os.kill(int(pid), 0)
        parent.send_signal(end)
    assert gone(int(pid))
    until = time.monotonic() + 10
    while Path(folder).exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(folder).exists()


def test_a_server_ends_with_its_keeper() -> None:
    server = RedisServer()
    server._keeper.kill()
    assert gone(server.pid)
    server.close()
    assert not server.folder.exists()
