"""What one record says: CloudEvents attributes and a JSON body, or why it is no usable event."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from tests.crash.reader.log_file import INPUTS, MATCHES, PARCELS, REJECTS, TIMETABLES, Row

Body = dict[str, Any]

MAX_BYTES = 512 * 1024
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")

_TYPES = {
    "area.published": (TIMETABLES, "area"),
    "stop.published": (TIMETABLES, "stop_id"),
    "zone.published": (TIMETABLES, "zone_id"),
    "trip.published": (TIMETABLES, "trip_key"),
    "timetable.published": (TIMETABLES, None),
    "parcel.requested": (PARCELS, "parcel_id"),
    "parcel.withdrawn": (PARCELS, "parcel_id"),
    "parcel.matched": (MATCHES, "parcel_id"),
    "parcel.unmatched": (MATCHES, "parcel_id"),
    "plan.certified": (MATCHES, "plan_id"),
    "event.rejected": (REJECTS, None),
}
"""Name -> the topic it belongs on and the field that is its subject."""

_AMOUNTS = ("weight_g", "volume_ml", "pieces", "longest_side_mm", "value_millis")
_REQUEST = {
    "parcel_id", "origin_stop_id", "destination_stop_id", "ready_at", "due_at", "handling_class", *_AMOUNTS,
}  # fmt: skip
_OPTIONAL = {"shipper_id", "reference", "dangerous", "after_parcel_id", "after_gap_s", "consignment"}
"""The last four say nothing in what the tests publish: null or 0."""


@dataclass(frozen=True)
class Message:
    """A usable event. `name` is the type without `ridealong.` and `.v1`."""

    name: str
    id: str
    source: str
    area: str
    subject: str
    body: Body


class Unusable(Exception):  # noqa: N818 - says what the record is
    """A record that has to be rejected with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=100_000)
def instant(text: str) -> int:
    """RFC 3339 -> seconds since 1970."""
    return int(datetime.fromisoformat(text).timestamp())


def message_of(row: Row, partitions: int) -> Message:
    """Understand a record. Raises Unusable."""
    if row.topic in INPUTS and len(row.value) > MAX_BYTES:
        raise Unusable("TOO_BIG")
    attributes, body = _unpacked(row)
    missing = [name for name in ("id", "source", "type", "time", "area") if not attributes.get(name)]
    if missing or attributes.get("specversion") != "1.0" or not _INSTANT.fullmatch(attributes["time"]):
        raise Unusable("NOT_CLOUDEVENT")
    name = attributes["type"].removeprefix("ridealong.").removesuffix(".v1")
    if attributes["type"] != f"ridealong.{name}.v1" or name not in _TYPES or _TYPES[name][0] != row.topic:
        raise Unusable("UNKNOWN_TYPE")
    area = attributes["area"]
    if row.key is not None and row.key != area.encode():
        raise Unusable("OTHER_AREA")
    if row.topic != REJECTS and home_of(area, partitions) != row.partition:  # a reject stays where its record stands
        raise Unusable("WRONG_PARTITION")
    if isinstance(body, bytes):
        body = _json(body)
    _check(name, body)
    return Message(name, attributes["id"], attributes["source"], area, _subject(name, body, attributes), body)


def home_of(area: str, partitions: int) -> int:
    """Kafka's murmur2 of the area, as its Java client computes it, modulo the number of partitions."""
    data, mask = area.encode(), 0xFFFFFFFF
    value = 0x9747B28C ^ len(data)
    for at in range(0, len(data) - 3, 4):
        word = int.from_bytes(data[at : at + 4], "little") * 0x5BD1E995 & mask
        value = (value * 0x5BD1E995 & mask) ^ ((word ^ word >> 24) * 0x5BD1E995 & mask)
    rest = data[len(data) // 4 * 4 :]
    if rest:
        value = (value ^ int.from_bytes(rest, "little")) * 0x5BD1E995 & mask
    value = (value ^ value >> 13) * 0x5BD1E995 & mask
    return ((value ^ value >> 15) & 0x7FFFFFFF) % partitions


def _unpacked(row: Row) -> tuple[dict[str, str], Any]:
    """Binary mode has its attributes in `ce_` headers, structured mode in the value."""
    headers = {name.lower(): value for name, value in row.headers}
    binary = {name[3:]: value.decode() for name, value in headers.items() if name.startswith("ce_")}
    if binary and not headers.get("content-type", b"").startswith(b"application/cloudevents"):
        return binary, row.value
    document = _json(row.value)
    if not isinstance(document, dict) or "data" not in document:
        raise Unusable("NOT_CLOUDEVENT")
    return document, document["data"]


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unusable("NOT_JSON") from error


def _check(name: str, body: Any) -> None:
    if not isinstance(body, dict):
        raise Unusable("INVALID_FIELD")
    subject = _TYPES[name][1]
    if subject is not None and not isinstance(body.get(subject), str):
        raise Unusable("INVALID_FIELD")
    if name == "parcel.requested" and not _is_request(body):
        raise Unusable("INVALID_FIELD")
    if name == "parcel.withdrawn" and body.keys() != {"parcel_id", "reason"}:
        raise Unusable("INVALID_FIELD")
    if name == "trip.published" and not _runs_forward(body):
        raise Unusable("INVALID_FIELD")


def _is_request(body: Body) -> bool:
    """What may be wrong with one of the requests a test publishes."""
    if not body.keys() >= _REQUEST or body.keys() - _REQUEST - _OPTIONAL:
        return False
    if not all(type(body[name]) is int and body[name] >= 0 for name in _AMOUNTS):
        return False
    if body["origin_stop_id"] == body["destination_stop_id"]:
        return False
    return instant(body["ready_at"]) < instant(body["due_at"])


def _runs_forward(body: Body) -> bool:
    instants = [instant(call[name]) for call in body["calls"] for name in ("arrival", "departure")]
    return len(instants) > 2 and instants == sorted(instants)


def _subject(name: str, body: Body, attributes: dict[str, str]) -> str:
    field = _TYPES[name][1]
    if field is not None:
        subject = str(body[field])
    elif name == "timetable.published":
        subject = f"{body['feed_id']}@{body['service_date']}"
    else:
        subject = f"{body['topic']}/{body['partition']}/{body['offset']}"
    if attributes.get("subject", subject) != subject:
        raise Unusable("INVALID_FIELD")
    if name == "area.published" and subject != attributes["area"]:
        raise Unusable("OTHER_AREA")
    return subject
