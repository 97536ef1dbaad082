"""The official CloudEvents SDK reads what we write, and we read what it writes."""

import json
from datetime import datetime

import pytest
from cloudevents.core.bindings.kafka import (
    KafkaMessage,
    from_binary_event,
    from_kafka_event,
    to_binary_event,
    to_structured_event,
)
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from contracts.envelope import from_line, from_record, to_line, to_message
from contracts.event import KINDS, EventKind
from contracts.examples import example_event
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.record import Record

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def of_the_sdk(kind: EventKind) -> CloudEvent:
    """The example as a program would build it with the SDK."""
    attributes = example_event(kind)
    body = attributes.pop("data")
    attributes["time"] = datetime.fromisoformat(attributes["time"])
    attributes["partitionkey"] = attributes["area"]
    return CloudEvent(attributes, body)


def as_record(kind: EventKind, message: KafkaMessage) -> Record:
    key = message.key.encode() if isinstance(message.key, str) else message.key
    partition = partition_of("vidzeme", DEFAULT_PARTITIONS)
    return Record(kind.topic, partition, 0, key, message.value, tuple(message.headers.items()))


@each_kind
def test_the_sdk_reads_our_binary_mode(kind: EventKind) -> None:
    event = from_line(json.dumps(example_event(kind)))
    message = to_message(event)
    theirs = from_binary_event(KafkaMessage(dict(message.headers), message.key, message.value))
    assert (theirs.get_id(), theirs.get_source(), theirs.get_type()) == (event.id, event.source, kind.ce_type)
    assert (theirs.get_subject(), theirs.get_time()) == (event.subject, event.time)
    assert theirs.get_extension("area") == "vidzeme"
    assert kind.body.model_validate_json(json.dumps(theirs.get_data())) == event.data


@each_kind
def test_the_sdk_reads_our_structured_mode(kind: EventKind) -> None:
    event = from_line(json.dumps(example_event(kind)))
    theirs = JSONFormat().read(None, to_line(event))
    assert (theirs.get_id(), theirs.get_type(), theirs.get_time()) == (event.id, kind.ce_type, event.time)
    assert kind.body.model_validate_json(json.dumps(theirs.get_data())) == event.data


@each_kind
def test_we_read_the_sdks_binary_mode(kind: EventKind) -> None:
    record = as_record(kind, to_binary_event(of_the_sdk(kind)))
    assert record.key == b"vidzeme"
    assert from_record(record, DEFAULT_PARTITIONS) == from_line(json.dumps(example_event(kind)))


@each_kind
def test_we_read_the_sdks_structured_mode(kind: EventKind) -> None:
    record = as_record(kind, to_structured_event(of_the_sdk(kind)))
    assert from_record(record, DEFAULT_PARTITIONS) == from_line(json.dumps(example_event(kind)))


@each_kind
def test_the_sdk_recognises_our_mode_by_its_headers(kind: EventKind) -> None:
    message = to_message(from_line(json.dumps(example_event(kind))))
    theirs = from_kafka_event(KafkaMessage(dict(message.headers), message.key, message.value))
    assert theirs.get_type() == kind.ce_type
