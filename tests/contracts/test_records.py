"""Records of a log: what a worker cannot use is refused with one code of the closed list."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.envelope import Refused, ce_headers, from_line, from_record, to_message
from contracts.event import KINDS, MAX_EVENT_BYTES, Event
from contracts.examples import example_body, example_event
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.reasons import RejectCode
from contracts.record import Record
from contracts.topics import Topic

REQUESTED = next(kind for kind in KINDS if kind.name == "parcel.requested")
AREA_PUBLISHED = next(kind for kind in KINDS if kind.name == "area.published")
REJECTED = next(kind for kind in KINDS if kind.name == "event.rejected")
EVENT = from_line(json.dumps(example_event(REQUESTED)))
HOME = partition_of("vidzeme", DEFAULT_PARTITIONS)


def record(**changes: Any) -> Record:
    """The request as its shipper sends it, with some parts of the record replaced."""
    message = to_message(EVENT)
    parts = {
        "topic": str(Topic.PARCELS),
        "partition": HOME,
        "offset": 7,
        "key": message.key,
        "value": message.value,
        "headers": message.headers,
        **changes,
    }
    return Record(**parts)


def headers(**changes: bytes | None) -> tuple[tuple[str, bytes], ...]:
    """Its headers with some replaced; None leaves one out."""
    wanted = {
        **dict(to_message(EVENT).headers),
        **{name.replace("content_type", "content-type"): value for name, value in changes.items()},
    }
    return tuple((name, value) for name, value in wanted.items() if value is not None)


def body(**changes: Any) -> bytes:
    return json.dumps({**example_body(REQUESTED), **changes}).encode()


def structured(**attributes: Any) -> bytes:
    return json.dumps({**example_event(REQUESTED), **attributes}).encode()


def read(given_record: Record) -> Event:
    return from_record(given_record, DEFAULT_PARTITIONS)


REFUSED: dict[str, tuple[Record, RejectCode, str | None]] = {
    "bad JSON": (record(value=b'{"parcel_id": '), RejectCode.NOT_JSON, None),
    "an empty value": (record(value=b""), RejectCode.NOT_JSON, None),
    "bytes that are no text": (record(value=b"\xff\x00\xfe"), RejectCode.NOT_JSON, None),
    "a wrong type": (record(value=body(weight_g="heavy")), RejectCode.INVALID_FIELD, "weight_g"),
    "a negative weight": (record(value=body(weight_g=-1)), RejectCode.INVALID_FIELD, "weight_g"),
    "a missing field": (record(value=b"{}"), RejectCode.INVALID_FIELD, "parcel_id"),
    "another parcel than the subject": (record(value=body(parcel_id="P-2")), RejectCode.INVALID_FIELD, "subject"),
    "10 MB": (record(value=b'"' + b"x" * 10_000_000 + b'"'), RejectCode.TOO_BIG, None),
    "10 MB of no JSON": (record(value=b"[" * 10_000_000), RejectCode.TOO_BIG, None),
    "one byte too many": (record(value=body().ljust(MAX_EVENT_BYTES + 1)), RejectCode.TOO_BIG, None),
    "the wrong partition": (record(partition=HOME + 1), RejectCode.WRONG_PARTITION, "area"),
    "another area as key": (record(key=b"fundao"), RejectCode.OTHER_AREA, "area"),
    "a key that is no text": (record(key=b"\xff"), RejectCode.OTHER_AREA, "area"),
    "an unknown type": (
        record(headers=headers(ce_type=b"ridealong.parcel.lost.v1")),
        RejectCode.UNKNOWN_TYPE,
        "type",
    ),
    "a later version of a type": (
        record(headers=headers(ce_type=b"ridealong.parcel.requested.v2")),
        RejectCode.UNKNOWN_TYPE,
        "type",
    ),
    "a type on the wrong topic": (record(topic=str(Topic.TIMETABLES)), RejectCode.UNKNOWN_TYPE, "type"),
    "no headers": (record(headers=()), RejectCode.NOT_CLOUDEVENT, None),
    "no headers and no JSON": (record(headers=(), value=b"hello"), RejectCode.NOT_JSON, None),
    "a missing id": (record(headers=headers(ce_id=None)), RejectCode.NOT_CLOUDEVENT, "id"),
    "a missing time": (record(headers=headers(ce_time=None)), RejectCode.NOT_CLOUDEVENT, "time"),
    "a header that is no text": (record(headers=headers(ce_source=b"\xff")), RejectCode.NOT_CLOUDEVENT, "ce_source"),
    "a body that is not JSON": (
        record(headers=headers(content_type=b"text/csv")),
        RejectCode.NOT_CLOUDEVENT,
        "datacontenttype",
    ),
    "structured, with a wrong body": (
        record(headers=(), value=structured(data={"parcel_id": "P-0001"})),
        RejectCode.INVALID_FIELD,
        "origin_stop_id",
    ),
    "structured, on the wrong partition": (
        record(headers=(), value=structured(area="fundao"), key=b"fundao"),
        RejectCode.WRONG_PARTITION,
        "area",
    ),
}


@pytest.mark.parametrize(("bad", "code", "field"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(bad: Record, code: RejectCode, field: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        read(bad)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert refusal.value.sentence.endswith(".")


def test_where_a_record_stands_is_judged_before_what_it_says() -> None:
    for value, given_headers in ((b"{}", headers()), (structured(data={}), ())):
        with pytest.raises(Refused) as refusal:
            read(record(value=value, headers=given_headers, partition=HOME + 1))
        assert refusal.value.code == RejectCode.WRONG_PARTITION


def test_a_rejection_stands_wherever_the_rejected_record_stood() -> None:
    message = to_message(from_line(json.dumps(example_event(REJECTED))))
    for partition in range(DEFAULT_PARTITIONS):
        event = read(Record(str(Topic.REJECTS), partition, 0, message.key, message.value, message.headers))
        assert event.kind == REJECTED


def test_an_area_that_speaks_of_another_is_refused() -> None:
    event = from_line(json.dumps(example_event(AREA_PUBLISHED)))
    message = to_message(event)
    value = message.value.replace(b"vidzeme", b"fundao")
    with pytest.raises(Refused) as refusal:
        read(Record(str(Topic.TIMETABLES), HOME, 0, message.key, value, message.headers))
    assert refusal.value.code == RejectCode.OTHER_AREA


def test_the_largest_event_is_read() -> None:
    assert read(record(value=body().ljust(MAX_EVENT_BYTES))) == EVENT


def test_a_rejection_may_be_larger_than_the_event_it_is_about() -> None:
    document = example_event(REJECTED)
    document["data"] = {**document["data"], "payload_base64": "e30=" * (MAX_EVENT_BYTES // 3)}
    message = to_message(from_line(json.dumps(document)))
    assert len(message.value) > MAX_EVENT_BYTES
    assert read(Record(str(Topic.REJECTS), HOME, 0, message.key, message.value, message.headers)).kind is REJECTED


def test_a_foreign_client_may_leave_out_the_key() -> None:
    assert read(record(key=None)) == EVENT


def test_the_order_of_headers_does_not_matter() -> None:
    refused = headers(content_type=b"text/csv")
    for order in (refused, refused[::-1]):
        with pytest.raises(Refused) as refusal:
            read(record(headers=order))
        assert refusal.value.field == "datacontenttype"
    assert read(record(headers=headers()[::-1])) == EVENT


def test_header_names_are_read_in_any_case() -> None:
    assert read(record(headers=tuple((name.upper(), value) for name, value in headers()))) == EVENT


def test_structured_mode_is_read_from_a_log_too() -> None:
    content_type = ("content-type", b"application/cloudevents+json; charset=utf-8")
    assert read(record(value=structured(), headers=())) == EVENT
    assert read(record(value=structured(), headers=(content_type,))) == EVENT


def test_the_content_type_says_structured_even_where_headers_repeat_the_attributes() -> None:
    assert read(record(value=structured(), headers=headers(content_type=b"application/cloudevents+json"))) == EVENT


HEADER_NAMES = st.sampled_from(
    ["ce_id", "ce_type", "ce_time", "ce_area", "ce_source", "ce_specversion", "content-type", "x"]
)


@given(st.binary(max_size=100), st.lists(st.tuples(HEADER_NAMES, st.binary(max_size=30)), max_size=8))
def test_no_record_does_worse_than_being_refused(value: bytes, given_headers: list[tuple[str, bytes]]) -> None:
    with pytest.raises(Refused):
        read(record(value=value, headers=tuple(given_headers)))


def test_a_rejection_keeps_the_cloudevents_headers_as_text() -> None:
    kept = ce_headers((("ce_id", b"1"), ("CE_Type", b"\xff"), ("cookie", b"secret")))
    assert kept == {"ce_id": "1", "CE_Type": "\ufffd"}
