"""The topics. All have the same number of partitions; outputs go where their inputs came from."""

from enum import StrEnum


class Topic(StrEnum):
    """A named stream of events, partitioned by area."""

    TIMETABLES = "ridealong.timetables"
    UPDATES = "ridealong.updates"
    PARCELS = "ridealong.parcels"
    MATCHES = "ridealong.matches"
    REJECTS = "ridealong.rejects"


INPUT_TOPICS = (Topic.TIMETABLES, Topic.UPDATES, Topic.PARCELS)
"""What a matching worker consumes, in the order in which it reads a backlog."""

OUTPUT_TOPICS = (Topic.MATCHES, Topic.REJECTS)
"""What only the owner of a partition writes."""
