"""Ways to make a good message unusable, one for each thing that can be wrong with a record."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.record import Message
from contracts.topics import Topic

Body = dict[str, Any]


@dataclass(frozen=True)
class Spoiler:
    """`spoil` makes of a good message one that is refused on the topic with this code; it gets a new id."""

    code: str
    topic: Topic
    make: Callable[[Message], Message]
    elsewhere: bool = False
    """It is appended to a partition that is not its own."""
    of: Topic = Topic.PARCELS
    """Where the good messages are that it spoils."""

    def spoil(self, message: Message, event_id: str) -> Message:
        """The unusable message."""
        return self.make(_with_header(message, "ce_id", event_id.encode()))


def _with_header(message: Message, name: str, value: bytes | None) -> Message:
    headers = tuple((key, old) for key, old in message.headers if key != name)
    return Message(message.key, message.value, headers if value is None else (*headers, (name, value)))


def _header(name: str, value: bytes | None) -> Callable[[Message], Message]:
    return lambda message: _with_header(message, name, value)


def _value(value: bytes) -> Callable[[Message], Message]:
    return lambda message: Message(message.key, value, message.headers)


def _body(change: Callable[[Body], Body]) -> Callable[[Message], Message]:
    def make(message: Message) -> Message:
        changed = json.dumps(change(json.loads(message.value))).encode()
        return Message(message.key, changed, message.headers)

    return make


def _of_another(message: Message) -> Message:
    return _with_header(message, "ce_source", b"urn:ridealong:somebody-else")


SPOILERS = (
    Spoiler("NOT_JSON", Topic.PARCELS, _value(b"{not json")),
    Spoiler("NOT_JSON", Topic.TIMETABLES, _value(b"\xff\x00"), of=Topic.TIMETABLES),
    Spoiler("NOT_CLOUDEVENT", Topic.PARCELS, _header("ce_time", None)),
    Spoiler("NOT_CLOUDEVENT", Topic.PARCELS, _header("ce_specversion", b"0.3")),
    Spoiler("UNKNOWN_TYPE", Topic.PARCELS, _header("ce_type", b"ridealong.parcel.lost.v1")),
    Spoiler("UNKNOWN_TYPE", Topic.UPDATES, _header("ce_type", b"ridealong.parcel.requested.v1")),
    Spoiler("INVALID_FIELD", Topic.PARCELS, _body(lambda body: {**body, "colour": "blue"})),
    Spoiler("INVALID_FIELD", Topic.PARCELS, _body(lambda body: {**body, "parcel_id": 7})),
    Spoiler("INVALID_FIELD", Topic.TIMETABLES, _value(b"[]"), of=Topic.TIMETABLES),
    Spoiler("OTHER_AREA", Topic.PARCELS, lambda message: Message(b"elsewhere", message.value, message.headers)),
    Spoiler("WRONG_PARTITION", Topic.PARCELS, lambda message: message, elsewhere=True),
    Spoiler("PARCEL_OF_ANOTHER", Topic.PARCELS, _of_another),
    Spoiler("TOO_BIG", Topic.PARCELS, lambda message: Message(message.key, b" " * 524_289, message.headers)),
)
"""Each is seen by the worker and, by its own rules, by the independent reader."""
