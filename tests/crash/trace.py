"""A trace of every commit, kept by SQLite itself: triggers that write in the committing transaction.

The log says what was decided and how far the inputs are consumed now, not how far they were at each commit.
The triggers note that beside it, for one log file of one test. They share the fate of the transaction
they run in, so that the trace has exactly the commits that are durable.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

_TRACE = """
CREATE TABLE trace_clock (instant INTEGER);
CREATE TABLE trace (
    number INTEGER PRIMARY KEY, partition INTEGER NOT NULL, epoch INTEGER NOT NULL, at_s INTEGER NOT NULL,
    topic TEXT NOT NULL, position INTEGER NOT NULL, matches INTEGER NOT NULL, rejects INTEGER NOT NULL);
CREATE TRIGGER trace_first AFTER INSERT ON consumed BEGIN {note} END;
CREATE TRIGGER trace_later AFTER UPDATE ON consumed BEGIN {note} END;
"""
_NOTE = """
    INSERT INTO trace (partition, epoch, at_s, topic, position, matches, rejects)
    SELECT NEW.partition,
        (SELECT epoch FROM ownership WHERE partition = NEW.partition),
        coalesce((SELECT max(instant) FROM trace_clock), CAST(strftime('%s', 'now') AS INTEGER)),
        NEW.topic, NEW.position,
        (SELECT next_offset FROM head WHERE partition = NEW.partition AND topic = 'ridealong.matches'),
        (SELECT next_offset FROM head WHERE partition = NEW.partition AND topic = 'ridealong.rejects');
"""


def install(log_path: Path) -> None:
    """Begin the trace of a log that has no commit yet."""
    with closing(sqlite3.connect(log_path)) as connection:
        connection.executescript(_TRACE.format(note=_NOTE))


def put_clock(log_path: Path, instant: int) -> None:
    """From now on it is this instant for the trace, as it is for a worker with a clock of the test."""
    with closing(sqlite3.connect(log_path)) as connection, connection:
        connection.execute("DELETE FROM trace_clock")
        connection.execute("INSERT INTO trace_clock VALUES (?)", (instant,))
