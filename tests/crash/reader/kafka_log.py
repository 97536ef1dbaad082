"""A log on Kafka, read by another client than ours (librdkafka), as any program may read it.

Kafka keeps every committed position in a topic of its own, `__consumer_offsets`, in the order of the
commits; what is written there is documented in its source (OffsetCommitKey.json, OffsetCommitValue.json).
So the history of a partition can be read back: each commit with its positions and, as its words say, how
far the outputs then reached and under which epoch.
"""

import json
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from tests.crash.reader.log_file import INPUTS, MATCHES, REJECTS, TOPICS, Commit, LogFile, Row

_POSITIONS = "__consumer_offsets"
_PATIENCE_S = 30.0


@dataclass(frozen=True)
class _Note:
    """One committed position, with its words."""

    topic: str
    partition: int
    position: int
    words: str
    at_s: int


def read_kafka(bootstrap: str, group: str) -> tuple[LogFile, Counter[str]]:
    """The whole log of the system that commits under `group`; and how much was aborted, which nobody may see."""
    committed = _all(bootstrap, TOPICS, "read_committed")
    uncommitted = _all(bootstrap, TOPICS, "read_uncommitted")
    log = LogFile(gapless=False)
    for topic, partition, found in committed:
        log.rows[topic, partition] = [_row(message) for message in found]
        log.heads[topic, partition] = max((row.offset + 1 for row in log.rows[topic, partition]), default=0)
    notes = [note for *_, found in _all(bootstrap, [_POSITIONS], "read_committed") for note in _notes(found, group)]
    log.commits = list(_commits(notes))
    for commit in log.commits:
        log.epochs[commit.partition] = max(log.epochs.get(commit.partition, 0), commit.epoch)
        log.consumed |= {(topic, commit.partition): commit.ends[topic] for topic in INPUTS}
    log.epochs = {partition: log.epochs.get(partition, 0) for topic, partition in log.rows if topic == MATCHES}
    _put_epochs(log)
    aborted = {name: len(found) for name, found in _counted(uncommitted).items()}
    visible = {name: len(found) for name, found in _counted(committed).items()}
    return log, Counter({"aborted records": sum(aborted.values()) - sum(visible.values()), "positions": len(notes)})


def _counted(read: list[tuple[str, int, list[Message]]]) -> dict[tuple[str, int], list[Message]]:
    return {(topic, partition): found for topic, partition, found in read}


def _all(bootstrap: str, topics: list[str] | tuple[str, ...], isolation: str) -> list[tuple[str, int, list[Message]]]:
    """Every record of every partition of some topics."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "independent-reader",
            "enable.auto.commit": False,
            "isolation.level": isolation,
            "enable.partition.eof": True,
        }
    )
    try:
        there = consumer.list_topics(timeout=_PATIENCE_S).topics
        places = [(topic, partition) for topic in topics for partition in sorted(there[topic].partitions)]
        return [(topic, partition, list(_records(consumer, topic, partition))) for topic, partition in places]
    finally:
        consumer.close()


def _records(consumer: Consumer, topic: str, partition: int) -> Iterator[Message]:
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING)])
    while True:
        message = consumer.poll(_PATIENCE_S)
        if message is None:
            raise TimeoutError(f"no end of {topic}/{partition} within {_PATIENCE_S:.0f} s")
        error = message.error()
        if error is None:
            yield message
        elif error.code() == KafkaError._PARTITION_EOF:
            return
        else:
            raise KafkaException(error)


def _row(message: Message) -> Row:
    topic, partition, offset = message.topic(), message.partition(), message.offset()
    if topic is None or partition is None or offset is None:
        raise ValueError("a record does not say where it stands")
    headers = tuple((name, _bytes(value)) for name, value in _pairs(message))
    return Row(topic, partition, offset, message.key(), message.value() or b"", headers, None)


def _pairs(message: Message) -> list[tuple[str, str | bytes | None]]:
    found = message.headers() or []
    return list(found.items()) if isinstance(found, dict) else list(found)


def _bytes(value: str | bytes | None) -> bytes:
    return value.encode() if isinstance(value, str) else value or b""


def _notes(messages: list[Message], group: str) -> Iterator[_Note]:
    """What a group has committed, in order."""
    for message in messages:
        key, value = message.key(), message.value()
        if key is None or value is None or int.from_bytes(key[:2], "big") > 1:
            continue  # about the members of a group, or a position that was deleted
        whose, rest = _string(key[2:])
        topic, rest = _string(rest)
        if whose == group:
            position, words, at_ms = _value(value)
            yield _Note(topic, int.from_bytes(rest[:4], "big"), position, words, at_ms // 1000)


def _value(value: bytes) -> tuple[int, str, int]:
    """Position, words, milliseconds since 1970."""
    version, position = struct.unpack_from(">hq", value)
    if version == 3:
        words, rest = _string(value[14:])
    elif version == 4:
        words, rest = _compact_string(value[14:])
    else:
        raise ValueError(f"positions of version {version} are not known here")
    return position, words, int.from_bytes(rest[:8], "big")


def _compact_string(data: bytes) -> tuple[str, bytes]:
    """Its length plus one comes first, seven bits a byte, the lowest first."""
    length = begin = 0
    while True:
        length |= (data[begin] & 127) << (7 * begin)
        begin += 1
        if data[begin - 1] < 128:
            break
    end = begin + length - 1
    return data[begin:end].decode(), data[end:]


def _string(data: bytes) -> tuple[str, bytes]:
    length = int.from_bytes(data[:2], "big")
    return data[2 : 2 + length].decode(), data[2 + length :]


def _commits(notes: list[_Note]) -> Iterator[Commit]:
    """Notes with the same words are of one commit. One that was corrected within its transaction counts as corrected."""
    newest: dict[int, tuple[tuple[int, int], Commit]] = {}
    for note in notes:
        said = json.loads(note.words)
        number = (said["epoch"], said["commits"])
        known = newest.get(note.partition)
        if known is not None and known[0] != number:
            yield known[1]
            known = None
        ends = {
            **(known[1].ends if known is not None else {}),
            note.topic: note.position,
            MATCHES: said["written"].get(MATCHES, 0),
            REJECTS: said["written"].get(REJECTS, 0),
        }
        newest[note.partition] = (number, Commit(note.partition, said["epoch"], note.at_s, ends))
    yield from (commit for _, commit in newest.values())


def _put_epochs(log: LogFile) -> None:
    """Each output was written by the commit within whose ends it lies."""
    begins: Counter[tuple[str, int]] = Counter()
    epochs: dict[tuple[str, int, int], int] = {}
    for commit in log.commits:
        for topic in (MATCHES, REJECTS):
            for row in log.between(topic, commit.partition, begins[topic, commit.partition], commit.ends[topic]):
                epochs[topic, commit.partition, row.offset] = commit.epoch
            begins[topic, commit.partition] = max(begins[topic, commit.partition], commit.ends[topic])
    for place, rows in log.rows.items():
        log.rows[place] = [replace(row, epoch=epochs.get((*place, row.offset))) for row in rows]
