"""What shows when brokers are away: aiokafka's complaints, now and then, and for how long there was no answer."""

import logging

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, ProducerFenced, TopicAuthorizationFailedError
from structlog.testing import capture_logs

from workers.errors import Fenced, LogError
from workers.log.kafka.pulse import QUIET_S, Pulse
from workers.log.kafka.quiet import quieten
from workers.log.kafka.translation import translated
from workers.log.port import Ownership


def test_what_aiokafka_repeats_is_said_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("workers.log.kafka.quiet.time.monotonic", lambda: now[0])
    quieten()
    quieten()
    logger = logging.getLogger("aiokafka.test_watching")
    with capture_logs() as lines:
        for node in range(500):
            logger.error("Unable connect to node with id %s", node)
        logger.warning("something else")
        logger.info("not worth a word")
        now[0] += 11
        logger.error("Unable connect to node with id %s", 7)
    said = [(line["said"], line["left_out"]) for line in lines]
    assert said == [
        ("Unable connect to node with id 0", 0),
        ("something else", 0),
        ("Unable connect to node with id 7", 499),
    ]


def test_trouble_is_told_once_nobody_has_answered_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("workers.log.kafka.pulse.time.monotonic", lambda: now[0])
    pulse = Pulse()
    now[0] += 1000
    assert pulse.trouble is None, "nobody has asked"
    with pytest.raises(LogError), pulse.asking():
        raise LogError("It refuses connections.")
    now[0] += QUIET_S - 1
    assert pulse.trouble is None
    now[0] += 2
    with pulse.asking():
        assert pulse.trouble == "Kafka has not answered for 16 s: It refuses connections."
    assert pulse.trouble is None


def test_errors_say_what_was_being_done() -> None:
    with pytest.raises(LogError, match=r"^Kafka: reading: we may not use one of the topics\.$"), translated("reading"):
        raise TopicAuthorizationFailedError
    with pytest.raises(LogError, match=r"^Kafka: committing: it did not answer in time\.$"), translated("committing"):
        raise TimeoutError
    with (
        pytest.raises(LogError, match=r"^Kafka: connecting: no broker can be spoken to; the log says why\.$"),
        translated("connecting"),
    ):
        raise KafkaConnectionError("no route")
    with pytest.raises(LogError, match=r"^Kafka: asking: .*Unknown topic.*"), translated("asking"):
        raise KafkaError("Unknown topic")
    with pytest.raises(Fenced), translated("committing", Ownership(3, "worker", 7)):
        raise ProducerFenced
