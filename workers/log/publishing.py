"""Publishing events: to the topic their type belongs on, in the order they are given."""

from collections.abc import Iterable
from itertools import groupby

from contracts.envelope import to_message
from contracts.event import Event
from workers.log.port import EventLog


async def publish(log: EventLog, events: Iterable[Event]) -> None:
    """Append events; they are durable when it returns."""
    for topic, run in groupby(events, key=lambda event: event.kind.topic):
        await log.append(topic, [to_message(event) for event in run])
