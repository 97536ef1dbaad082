"""The envelope: both modes of CloudEvents carry the same event."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.envelope import Refused, from_line, from_record, to_line, to_message
from contracts.event import KINDS, Event, EventKind
from contracts.examples import example_event
from contracts.parcel import ParcelRequested
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.reasons import RejectCode
from contracts.record import Record

REQUESTED = next(kind for kind in KINDS if kind.name == "parcel.requested")
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def structured(kind: EventKind, **attributes: Any) -> bytes:
    return json.dumps({**example_event(kind), **attributes}).encode()


def on_its_topic(event: Event) -> Record:
    message = to_message(event)
    partition = partition_of(event.area, DEFAULT_PARTITIONS)
    return Record(event.kind.topic, partition, 0, message.key, message.value, message.headers)


@each_kind
def test_structured_mode_reads_back_what_it_wrote(kind: EventKind) -> None:
    event = from_line(structured(kind))
    assert from_line(to_line(event)) == event
    assert "\n" not in to_line(event)


@each_kind
def test_binary_mode_reads_back_what_it_wrote(kind: EventKind) -> None:
    event = from_line(structured(kind))
    assert from_record(on_its_topic(event), DEFAULT_PARTITIONS) == event


def test_binary_mode_has_the_attributes_as_headers_and_the_area_as_key() -> None:
    message = to_message(from_line(structured(REQUESTED)))
    assert message.key == b"vidzeme"
    assert dict(message.headers) == {
        "ce_specversion": b"1.0",
        "ce_id": b"01JD9B",
        "ce_source": b"urn:ridealong:shipper:bakery-3",
        "ce_type": b"ridealong.parcel.requested.v1",
        "ce_subject": b"P-0001",
        "ce_time": b"2026-11-22T12:00:00+02:00",
        "ce_area": b"vidzeme",
        "content-type": b"application/json",
    }
    assert json.loads(message.value)["parcel_id"] == "P-0001"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50)
INSTANT = st.integers(min_value=0, max_value=7_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
QUANTITY = st.integers(min_value=0, max_value=2_000_000_000)


@st.composite
def requests(draw: st.DrawFn) -> Event:
    origin, destination = draw(st.lists(TEXT, min_size=2, max_size=2, unique=True))
    ready_at, due_at = sorted(draw(st.lists(INSTANT, min_size=2, max_size=2, unique=True)))
    parcel = ParcelRequested(
        parcel_id=draw(TEXT),
        origin_stop_id=origin,
        destination_stop_id=destination,
        ready_at=ready_at,
        due_at=due_at,
        weight_g=draw(QUANTITY),
        volume_ml=draw(QUANTITY),
        pieces=draw(QUANTITY),
        longest_side_mm=draw(QUANTITY),
        handling_class="ambient",
        value_millis=draw(QUANTITY),
    )
    return Event(id=draw(TEXT), source=draw(TEXT), time=draw(INSTANT), area=draw(TEXT), data=parcel)


@given(requests())
def test_any_request_survives_both_modes(event: Event) -> None:
    assert from_line(to_line(event)) == event
    assert from_record(on_its_topic(event), DEFAULT_PARTITIONS) == event


def test_attributes_of_others_are_let_through() -> None:
    event = from_line(structured(REQUESTED, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
    assert event.id == "01JD9B"


def test_a_subject_may_be_left_out() -> None:
    document = example_event(REQUESTED)
    del document["subject"]
    assert from_line(json.dumps(document)).subject == "P-0001"


REFUSED: list[tuple[dict[str, Any], RejectCode, str | None]] = [
    ({"specversion": "0.3"}, RejectCode.NOT_CLOUDEVENT, "specversion"),
    ({"id": ""}, RejectCode.NOT_CLOUDEVENT, "id"),
    ({"id": "i" * 201}, RejectCode.NOT_CLOUDEVENT, "id"),
    ({"id": 5}, RejectCode.NOT_CLOUDEVENT, "id"),
    ({"source": ""}, RejectCode.NOT_CLOUDEVENT, "source"),
    ({"time": "yesterday"}, RejectCode.NOT_CLOUDEVENT, "time"),
    ({"time": "2026-11-22T12:00:00.123+02:00"}, RejectCode.NOT_CLOUDEVENT, "time"),
    ({"area": ""}, RejectCode.NOT_CLOUDEVENT, "area"),
    ({"datacontenttype": "text/plain"}, RejectCode.NOT_CLOUDEVENT, "datacontenttype"),
    ({"type": "ridealong.parcel.requested.v2"}, RejectCode.UNKNOWN_TYPE, "type"),
    ({"subject": "P-0002"}, RejectCode.INVALID_FIELD, "subject"),
    ({"data": None}, RejectCode.INVALID_FIELD, None),
    ({"data": []}, RejectCode.INVALID_FIELD, None),
    ({"data": {}}, RejectCode.INVALID_FIELD, "parcel_id"),
]


@pytest.mark.parametrize(("attributes", "code", "field"), REFUSED)
def test_a_wrong_attribute_is_refused_by_name(attributes: dict[str, Any], code: RejectCode, field: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        from_line(structured(REQUESTED, **attributes))
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "time", "area"])
def test_a_missing_attribute_is_refused_by_name(name: str) -> None:
    document = example_event(REQUESTED)
    del document[name]
    with pytest.raises(Refused) as refusal:
        from_line(json.dumps(document))
    assert (refusal.value.code, refusal.value.field) == (RejectCode.NOT_CLOUDEVENT, name)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", RejectCode.NOT_JSON),
        (b"{", RejectCode.NOT_JSON),
        (b"\xff\xfe", RejectCode.NOT_JSON),
        (b'{"data": NaN}', RejectCode.NOT_JSON),
        (b'{"data": {}} {}', RejectCode.NOT_JSON),
        (b"[" * 100_000, RejectCode.NOT_JSON),
        (b'{"id": "\\ud800", "data": {}}', RejectCode.NOT_JSON),
        (b"[]", RejectCode.NOT_CLOUDEVENT),
        (b"null", RejectCode.NOT_CLOUDEVENT),
        (b'"text"', RejectCode.NOT_CLOUDEVENT),
        (b'{"parcel_id": "P-1"}', RejectCode.NOT_CLOUDEVENT),
    ],
)
def test_what_is_no_event_at_all_is_refused(line: bytes, code: RejectCode) -> None:
    with pytest.raises(Refused) as refusal:
        from_line(line)
    assert refusal.value.code == code


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_being_refused(line: bytes) -> None:
    with pytest.raises(Refused):
        from_line(line)


def test_a_rejection_never_repeats_more_than_a_sentence_of_what_it_read() -> None:
    with pytest.raises(Refused) as refusal:
        from_line(structured(REQUESTED, type="t" * 100_000))
    assert len(refusal.value.sentence) <= 500
    with pytest.raises(Refused) as refusal:
        from_line(structured(REQUESTED, data={"f" * 100_000: 1, **example_event(REQUESTED)["data"]}))
    assert refusal.value.field is not None
    assert len(refusal.value.field) <= 200
