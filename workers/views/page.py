"""A page: consecutive records of one topic and partition, as rows, applied together with their position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.topics import Topic
from workers.errors import PositionGap
from workers.log.port import Positions
from workers.views.rows import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a topic of a partition is read, and what the last record read was."""

    position: int = 0
    """The offset to read next."""
    digest: str = ""
    """Of the last record read: tells whether the log is still the one that was read."""


Marks = Mapping[int, Mapping[Topic, Mark]]
"""By partition and topic; what is missing has not been read at all."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the records from `start` up to `end` say. Not every record says something."""

    topic: Topic
    partition: int
    start: int
    end: int
    digest: str
    rows: Sequence[Row]


def positions_of(marks: Marks) -> Mapping[int, Positions]:
    """The marks without their digests."""
    return {partition: {topic: mark.position for topic, mark in topics.items()} for partition, topics in marks.items()}


def mark_of(marks: Marks, partition: int, topic: Topic) -> Mark:
    """The mark of a topic and partition; that of an unread one if there is none."""
    return marks.get(partition, {}).get(topic, Mark())


def unapplied(page: Page, position: int) -> Sequence[Row] | None:
    """The rows of a page that come at or after a position; None = all of it is applied already.

    Raises PositionGap when the page begins after the position.
    """
    if page.end <= position:
        return None
    if page.start > position:
        raise PositionGap(
            f"The page begins at {page.start} of {page.topic}/{page.partition}, but only {position} records are applied."
        )
    return [row for row in page.rows if row.offset >= position]
