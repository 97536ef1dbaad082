"""Records and consumed positions as rows. Every function runs inside the caller's transaction."""

import sqlite3
from collections.abc import Iterator, Sequence

from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import Positions
from workers.log.sqlite.headers import StoredHeaders, to_column

Row = tuple[bytes | None, bytes, bytes]
"""Key, value, headers: what of a row is known before its offset."""


def row_of(message: Message) -> Row:
    """Encode a message; done outside of the transaction."""
    return message.key, message.value, to_column(message.headers)


def append(
    connection: sqlite3.Connection, topic: Topic, partition: int, rows: Sequence[Row], *, epoch: int | None, now_ms: int
) -> None:
    """Give each row the next offset of its topic and partition."""
    name = str(topic)
    (end,) = connection.execute(
        "UPDATE head SET next_offset = next_offset + ? WHERE topic = ? AND partition = ? RETURNING next_offset",
        (len(rows), name, partition),
    ).fetchone()
    connection.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (name, partition, offset, key, value, headers, epoch, now_ms)
            for offset, (key, value, headers) in enumerate(rows, end - len(rows))
        ],
    )


def scan(connection: sqlite3.Connection, topic: Topic, partition: int, offset: int) -> Iterator[Record]:
    """Records from `offset` on, in order, read one by one."""
    rows = connection.execute(
        "SELECT offset, key, value, headers FROM record"
        " WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset",
        (str(topic), partition, offset),
    )
    for at, key, value, headers in rows:
        yield Record(topic, partition, at, key, value, StoredHeaders(headers))


def ends(connection: sqlite3.Connection, partition: int) -> Positions:
    """Per topic, the offset the next record will get."""
    rows = connection.execute("SELECT topic, next_offset FROM head WHERE partition = ?", (partition,))
    return {Topic(topic): next_offset for topic, next_offset in rows}


def all_ends(connection: sqlite3.Connection) -> dict[int, dict[Topic, int]]:
    """The ends of every partition at one moment."""
    ends: dict[int, dict[Topic, int]] = {}
    for topic, partition, next_offset in connection.execute("SELECT topic, partition, next_offset FROM head"):
        ends.setdefault(partition, {})[Topic(topic)] = next_offset
    return ends


def consumed(connection: sqlite3.Connection, partition: int) -> Positions:
    """Per input topic, the stored position, 0 at first."""
    rows = connection.execute("SELECT topic, position FROM consumed WHERE partition = ?", (partition,))
    return dict.fromkeys(INPUT_TOPICS, 0) | {Topic(topic): position for topic, position in rows}


def store_consumed(connection: sqlite3.Connection, partition: int, positions: Positions) -> None:
    """Remember how far the partition's inputs are consumed."""
    connection.executemany(
        "INSERT INTO consumed VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position",
        [(str(topic), partition, position) for topic, position in positions.items()],
    )
