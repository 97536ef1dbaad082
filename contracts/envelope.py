"""CloudEvents 1.0 around a body: binary mode on a log, structured mode in JSONL files and over HTTP.

The CloudEvents SDK is the other side of the interoperability tests, not used here: it fills in a
missing id at random and a missing time from the clock, which a replay cannot have
(docs/decisions/001-envelope.md).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from contracts.event import KIND_OF_TYPE, MAX_EVENT_BYTES, Event, EventKind
from contracts.instants import Instant, format_instant
from contracts.partitioning import partition_of
from contracts.reasons import RejectCode
from contracts.record import Headers, Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from contracts.units import Body, Id

CONTENT_TYPE = "application/json"
_STRUCTURED = "application/cloudevents"
_PREFIX = "ce_"
_CONTENT_TYPE_HEADER = "content-type"
_TRACE = ("traceparent", "tracestate")
_MAX_SENTENCE = 500
_MAX_FIELD = 200


class Refused(Exception):  # noqa: N818 - says what happened to the record, is not a fault of the program
    """A record that is not a usable event: a code, a sentence and, if one is at fault, the field."""

    def __init__(self, code: RejectCode, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = _shortened(sentence, _MAX_SENTENCE)
        self.field = None if field is None else _shortened(field, _MAX_FIELD)


class Envelope(BaseModel):
    """The attributes of an event. Foreign extension attributes are let through unread."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)

    specversion: Literal["1.0"]
    """The version of CloudEvents."""
    id: Id
    """New per act of publishing; repeated only when a transport retries."""
    source: str = Field(min_length=1, max_length=1000)
    """Who publishes, as a URI."""
    type: str
    """What the body is."""
    subject: str | None = None
    """The id of the entity it is about; may be left out."""
    time: Instant
    """When it was published."""
    datacontenttype: str = Field(default=CONTENT_TYPE, pattern=r"^application/([A-Za-z0-9_.-]+\+)?json\b")
    """What the body is written in: JSON."""
    area: Id
    """The area it is for; the key of the record and its partition follow from it."""


def to_message(event: Event) -> Message:
    """Binary mode: attributes as `ce_*` headers, the body as JSON value, the area as key."""
    kind, value = event.kind, to_json(event.data)
    return message_of(
        kind, value, event_id=event.id, source=event.source, subject=event.subject, time=event.time, area=event.area
    )


def message_of(
    kind: EventKind,
    value: bytes,
    *,
    event_id: str,
    source: str,
    subject: str,
    time: datetime,
    area: str,
    trace: Headers = (),
) -> Message:
    """`to_message` of an event whose body is written already: `value` is its JSON. `trace`: more headers."""
    headers = (
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode()),
        ("ce_source", _encoded(source)),
        ("ce_type", _encoded(kind.ce_type)),
        ("ce_subject", subject.encode()),
        ("ce_time", _encoded(format_instant(time))),
        ("ce_area", _encoded(area)),
        (_CONTENT_TYPE_HEADER, _encoded(CONTENT_TYPE)),
        *trace,
    )
    return Message(_encoded(area), value, headers)


@lru_cache(maxsize=1024)
def _encoded(text: str) -> bytes:
    """What many messages say is the same object in all of them, also when they are pickled together."""
    return text.encode()


def trace_of(headers: Headers) -> Headers:
    """The W3C trace context that came with a record: what is written because of it carries it on."""
    return tuple([(name, value) for name, value in headers if name.lower() in _TRACE])


def to_line(event: Event) -> str:
    """Structured mode, one line of JSON without its line end."""
    attributes = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.kind.ce_type,
        "subject": event.subject,
        "time": format_instant(event.time),
        "datacontenttype": CONTENT_TYPE,
        "area": event.area,
    }
    return to_json({**attributes, "data": event.data}).decode()


def from_line(line: str | bytes) -> Event:
    """Read one line of structured mode. Raises Refused."""
    envelope, body = _unpack_structured(line if isinstance(line, bytes) else line.encode())
    return _event(envelope, _kind(envelope), body)


def from_record(record: Record, partitions: int) -> Event:
    """Understand a record of a log with that many partitions. Raises Refused."""
    _check_size(record)
    envelope, body = _unpack(record)
    kind = _kind(envelope)
    _check_place(envelope, kind, record, partitions)
    return _event(envelope, kind, body)


def ce_headers(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The `ce_*` headers as text, undecodable bytes replaced: what a rejection keeps of them."""
    return {name: value.decode(errors="replace") for name, value in headers if name.lower().startswith(_PREFIX)}


def _check_size(record: Record) -> None:
    """What workers write may be larger: a rejection carries the payload it is about."""
    if record.topic in INPUT_TOPICS and len(record.value) > MAX_EVENT_BYTES:
        raise Refused(
            RejectCode.TOO_BIG, f"The event has {len(record.value)} bytes; the largest has {MAX_EVENT_BYTES}."
        )


def _unpack(record: Record) -> tuple[Envelope, bytes]:
    """The content type says structured mode; without it, `ce_*` headers say binary mode."""
    attributes, content_type = _read_headers(record.headers)
    if not attributes or (content_type is not None and content_type.startswith(_STRUCTURED)):
        return _unpack_structured(record.value)
    if content_type is not None:
        attributes["datacontenttype"] = content_type
    return _envelope(attributes), record.value


def _read_headers(headers: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], str | None]:
    attributes: dict[str, str] = {}
    content_type = None
    for name, value in headers:
        attribute = _attribute(name)
        if attribute is None:
            continue
        try:
            text = value.decode()
        except UnicodeDecodeError as error:
            raise Refused(RejectCode.NOT_CLOUDEVENT, f"The header {name} is not UTF-8.", name) from error
        if attribute == _CONTENT_TYPE_HEADER:
            content_type = text
        else:
            attributes[attribute] = text
    return attributes, content_type


@lru_cache(maxsize=256)
def _attribute(header: str) -> str | None:
    """Which attribute a header carries, or that it is the content type; None = neither."""
    name = header.lower()
    if name.startswith(_PREFIX):
        return name.removeprefix(_PREFIX)
    return name if name == _CONTENT_TYPE_HEADER else None


def _unpack_structured(value: bytes) -> tuple[Envelope, bytes]:
    try:
        document = from_json(value, allow_inf_nan=False)
    except ValueError as error:
        raise Refused(RejectCode.NOT_JSON, f"The event is not JSON: {error}.") from error
    if not isinstance(document, dict) or "data" not in document:
        raise Refused(RejectCode.NOT_CLOUDEVENT, "The event is not a CloudEvent: it has neither ce_ headers nor data.")
    body = to_json(document.pop("data"))
    return _envelope(document), body


def _envelope(attributes: Mapping[str, Any]) -> Envelope:
    try:
        return Envelope.model_validate(attributes)
    except ValidationError as error:
        field, sentence = first_error(error)
        raise Refused(
            RejectCode.NOT_CLOUDEVENT, f"The envelope is not a CloudEvent: {field}: {sentence}.", field
        ) from error


def _kind(envelope: Envelope) -> EventKind:
    kind = KIND_OF_TYPE.get(envelope.type)
    if kind is None:
        raise Refused(RejectCode.UNKNOWN_TYPE, f"There is no event type {envelope.type!r}.", "type")
    return kind


def _check_place(envelope: Envelope, kind: EventKind, record: Record, partitions: int) -> None:
    if kind.topic != record.topic:
        raise Refused(
            RejectCode.UNKNOWN_TYPE, f"{kind.name} does not belong on {record.topic}, but on {kind.topic}.", "type"
        )
    if record.key is not None and record.key != envelope.area.encode():
        raise Refused(RejectCode.OTHER_AREA, f"The key of the record is not its area {envelope.area!r}.", "area")
    if kind.topic is Topic.REJECTS:
        return  # it stands on the partition of the record it is about, which may be the wrong one for its area
    right = partition_of(envelope.area, partitions)
    if right != record.partition:
        raise Refused(
            RejectCode.WRONG_PARTITION,
            f"The area {envelope.area!r} lives on partition {right}, not {record.partition}; use the murmur2 partitioner.",
            "area",
        )


def _event(envelope: Envelope, kind: EventKind, body: bytes) -> Event:
    try:
        data = kind.body.model_validate_json(body)
    except ValidationError as error:
        if error.errors(include_url=False)[0]["type"] == "json_invalid":
            raise Refused(RejectCode.NOT_JSON, "The body is not JSON.") from error
        field, sentence = first_error(error)
        named = f"{field}: {sentence}" if field else sentence
        raise Refused(RejectCode.INVALID_FIELD, f"{kind.name}: {named}.", field) from error
    _check_entity(envelope, kind, data)
    return Event(id=envelope.id, source=envelope.source, time=envelope.time, area=envelope.area, data=data)


def _check_entity(envelope: Envelope, kind: EventKind, data: Body) -> None:
    subject = kind.subject(data)
    if kind.name == "area.published" and subject != envelope.area:
        raise Refused(
            RejectCode.OTHER_AREA, f"The body speaks of area {subject!r}, the envelope of {envelope.area!r}.", "area"
        )
    if envelope.subject is not None and envelope.subject != subject:
        raise Refused(
            RejectCode.INVALID_FIELD, f"subject is {envelope.subject!r}, but the body is about {subject!r}.", "subject"
        )


def first_error(error: ValidationError) -> tuple[str | None, str]:
    """The path of the first field at fault (`calls.3.arrival`) and a sentence about it."""
    first = error.errors(include_url=False, include_input=False)[0]
    path = ".".join(str(part) for part in first["loc"]) or None
    return path, first["msg"].removeprefix("Value error, ")


def _shortened(text: str, length: int) -> str:
    """A sentence may quote what a foreign record says, and that can be long."""
    return text if len(text) <= length else text[: length - 1] + "…"
