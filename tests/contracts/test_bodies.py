"""Event bodies: what is valid reads back the same, what is not is refused with the path of the field."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.envelope import first_error
from contracts.event import KINDS, EventKind
from contracts.examples import example_body

KIND = {kind.name: kind for kind in KINDS}
Change = Callable[[dict[str, Any]], object]


def read(name: str, body: dict[str, Any]) -> Any:
    return KIND[name].body.model_validate_json(json.dumps(body))


def changed(name: str, change: Change) -> dict[str, Any]:
    body = deepcopy(example_body(KIND[name]))
    change(body)
    return body


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_every_body_reads_and_writes_the_same(kind: EventKind) -> None:
    example = example_body(kind)
    body = kind.body.model_validate_json(json.dumps(example))
    assert kind.body.model_validate_json(body.model_dump_json()) == body
    written = json.loads(body.model_dump_json(exclude_unset=True))
    assert written == example


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_unknown_field_is_refused_by_name(kind: EventKind) -> None:
    with pytest.raises(ValidationError) as refusal:
        kind.body.model_validate_json(json.dumps({**example_body(kind), "colour": "red"}))
    assert first_error(refusal.value)[0] == "colour"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_the_schema_requires_is_required(kind: EventKind) -> None:
    for name in kind.body.model_json_schema()["required"]:
        body = {field: value for field, value in example_body(kind).items() if field != name}
        with pytest.raises(ValidationError) as refusal:
            kind.body.model_validate_json(json.dumps(body))
        assert first_error(refusal.value)[0] == name


def put(**fields: Any) -> Change:
    return lambda body: body.update(fields)


def put_in_call(index: int, **fields: Any) -> Change:
    return lambda body: body["calls"][index].update(fields)


def put_in_compartment(**fields: Any) -> Change:
    return lambda body: body["compartments"][0].update(fields)


def put_in_segment(**fields: Any) -> Change:
    return lambda body: body["compartments"][0]["segments"][0].update(fields)


def put_in_window(**fields: Any) -> Change:
    return lambda body: body["open"][0].update(fields)


def two_of_the_same_compartment(body: dict[str, Any]) -> None:
    body["compartments"].append(body["compartments"][0])


REFUSED: list[tuple[str, Change, str | None, str]] = [
    ("parcel.requested", put(weight_g="4200"), "weight_g", "valid integer"),
    ("parcel.requested", put(weight_g=4200.5), "weight_g", "valid integer"),
    ("parcel.requested", put(weight_g=True), "weight_g", "valid integer"),
    ("parcel.requested", put(weight_g=None), "weight_g", "valid integer"),
    ("parcel.requested", put(weight_g=-1), "weight_g", "greater than or equal to 0"),
    ("parcel.requested", put(volume_ml=2_000_000_001), "volume_ml", "less than or equal to"),
    ("parcel.requested", put(volume_ml=10**30), "volume_ml", "less than or equal to"),
    ("parcel.requested", put(parcel_id=""), "parcel_id", "at least 1"),
    ("parcel.requested", put(parcel_id="p" * 201), "parcel_id", "at most 200"),
    ("parcel.requested", put(parcel_id="ū" * 101), "parcel_id", "200 bytes"),
    ("parcel.requested", put(parcel_id=7), "parcel_id", "valid string"),
    ("parcel.requested", put(reference="r" * 201), "reference", "at most 200"),
    ("parcel.requested", put(handling_class=""), "handling_class", "at least 1"),
    ("parcel.requested", put(ready_at="2026-11-23T06:30:00"), "ready_at", "with offset"),
    ("parcel.requested", put(ready_at="2026-11-23T06:30:00.5+02:00"), "ready_at", "whole seconds"),
    ("parcel.requested", put(ready_at="2026-11-23 06:30:00+02:00"), "ready_at", "whole seconds"),
    ("parcel.requested", put(ready_at="2026-02-30T06:30:00+02:00"), "ready_at", "day is out of range"),
    ("parcel.requested", put(ready_at="2026-11-23T24:00:00+02:00"), "ready_at", "hour must be in"),
    ("parcel.requested", put(ready_at="٢٠٢٦-11-23T06:30:00+02:00"), "ready_at", "whole seconds"),
    ("parcel.requested", put(ready_at="0001-01-01T00:00:00+02:00"), "ready_at", "between 1970 and 2199"),
    ("parcel.requested", put(due_at="9999-12-31T23:59:59-12:00"), "due_at", "between 1970 and 2199"),
    ("parcel.requested", put(ready_at=1795408200), "ready_at", "an instant is a text"),
    ("parcel.requested", put(destination_stop_id="valmiera-ao"), None, "same stop"),
    ("parcel.requested", put(due_at="2026-11-23T06:30:00+02:00"), None, "earlier than due_at"),
    ("parcel.requested", put(due_at="2026-11-23T05:30:00+01:00"), None, "earlier than due_at"),
    ("parcel.withdrawn", put(reason="r" * 201), "reason", "at most 200"),
    ("area.published", put(time_zone="Europe/Valmiera"), "time_zone", "not a time zone"),
    ("area.published", put(time_zone="Europe"), "time_zone", "not a time zone"),
    ("area.published", put(time_zone="../etc/passwd"), "time_zone", "not a time zone"),
    ("area.published", put(time_zone=""), "time_zone", "not a time zone"),
    ("area.published", lambda body: body["costs"].update(leg_millis=-1), "costs.leg_millis", "greater than"),
    ("stop.published", put(lat=90.5), "lat", "less than or equal to 90"),
    ("stop.published", put(lat=None), None, "together or not at all"),
    ("stop.published", put(lat=float("nan"), lon=float("nan")), "lat", "finite number"),
    ("stop.published", put(accepts="yes"), "accepts", "valid boolean"),
    ("stop.published", put(hub={"storage_ml": 1}), "hub.min_transfer_s", "required"),
    ("stop.published", put_in_window(days=[]), "open.0.days", "at least 1"),
    ("stop.published", put_in_window(days=["Monday"]), "open.0.days.0", "'mon'"),
    ("stop.published", put_in_window(to="24:01"), "open.0.to", "match pattern"),
    ("stop.published", put_in_window(to="7:00"), "open.0.to", "match pattern"),
    ("stop.published", put_in_window(**{"from": "24:00"}), "open.0.from", "match pattern"),
    ("stop.published", put_in_window(**{"from": "06:00\n"}), "open.0.from", "match pattern"),
    ("zone.published", put(powertrains=[]), "powertrains", "at least 1"),
    ("zone.published", put(powertrains=["steam"]), "powertrains.0", "'diesel'"),
    ("trip.published", put(service_date="23.11.2026"), "service_date", "write a date as"),
    ("trip.published", put(service_date="2026-11-31"), "service_date", "day is out of range"),
    ("trip.published", put(trip_key="V12-0710@2026-11-24"), None, "trip_key must be"),
    ("trip.published", put(trip_key="V12-0710@2026-11-23@7:00"), None, "trip_key must be"),
    ("trip.published", put(trip_key="V12-0710@2026-11-23@07:00:00 "), None, "trip_key must be"),
    ("trip.published", lambda body: body["calls"].pop(), "calls", "at least 2"),
    ("trip.published", put_in_call(1, arrival="2026-11-23T07:09:59+02:00"), None, "call 1 goes back in time"),
    ("trip.published", put_in_call(1, departure="2026-11-23T08:01:59+02:00"), None, "call 1 goes back in time"),
    ("trip.published", put_in_call(1, departure="2026-11-23T08:05:00+03:00"), None, "call 1 goes back in time"),
    ("trip.published", put_in_call(1, distance_m=-1), "calls.1.distance_m", "greater than"),
    ("trip.published", put_in_call(0, stop_id=None), "calls.0.stop_id", "valid string"),
    ("trip.published", put_in_compartment(volume_ml=-1), "compartments.0.volume_ml", "greater than"),
    ("trip.published", two_of_the_same_compartment, None, "same name"),
    ("trip.published", put_in_segment(to_call=2), None, "later call of the trip"),
    ("trip.published", put_in_segment(from_call=1), None, "later call of the trip"),
    ("timetable.published", put(trips=-1), "trips", "greater than"),
    ("parcel.matched", put(legs=[]), "legs", "at least 1"),
    ("parcel.matched", lambda body: body.update(legs=body["legs"] * 5), "legs", "at most 4"),
    ("parcel.matched", put(revision=0), "revision", "greater than or equal to 1"),
    ("parcel.matched", put(cause="whim"), "cause", "'new'"),
    ("parcel.unmatched", put(reason="FULL"), "reason", "'UNKNOWN_STOP'"),
    ("parcel.unmatched", lambda body: body["limits"][0].update(kind="moon"), "limits.0", "expected tags"),
    ("plan.certified", put(gap=float("inf")), "gap", "finite number"),
    ("event.rejected", put(code="BAD"), "code", "'NOT_JSON'"),
]


@pytest.mark.parametrize(("name", "change", "field", "said"), REFUSED)
def test_a_wrong_value_is_refused_with_the_path_of_its_field(
    name: str, change: Change, field: str | None, said: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        read(name, changed(name, change))
    path, sentence = first_error(refusal.value)
    assert path == field
    assert said in sentence


ACCEPTED: list[tuple[str, Change]] = [
    ("parcel.requested", put(parcel_id="p" * 200)),
    ("parcel.requested", put(parcel_id="ū" * 100)),
    ("parcel.requested", put(parcel_id=" ' \" \\ \u0000 ☃ ")),
    ("parcel.requested", put(weight_g=0, longest_side_mm=0, value_millis=0)),
    ("parcel.requested", put(ready_at="2026-11-23T04:30:00Z")),
    ("parcel.requested", put(ready_at="2026-11-23T00:00:00-00:00")),
    ("parcel.requested", put(shipper_id=None, reference=None)),
    ("stop.published", put(lat=None, lon=None)),
    ("stop.published", put(lat=57, lon=25)),
    ("stop.published", put(open=None)),
    ("stop.published", put(open=[])),
    ("stop.published", put_in_window(**{"from": "22:00", "to": "06:00"})),
    ("stop.published", put_in_window(**{"from": "00:00", "to": "24:00"})),
    ("stop.published", put_in_window(**{"from": "06:00", "to": "06:00"})),
    ("stop.published", put(hub=None)),
    ("zone.published", put(powertrains=None)),
    ("trip.published", put(trip_key="V12-0710@2026-11-23@07:10:00")),
    ("trip.published", put(compartments=[])),
    ("trip.published", put_in_call(1, departure="2026-11-23T08:02:00+02:00")),
    ("trip.published", put_in_call(1, stop_id="valmiera-ao")),
    ("trip.published", put_in_call(1, distance_m=None)),
    ("trip.published", put_in_compartment(volume_ml=None, weight_g=0)),
    ("trip.published", put_in_segment(volume_ml=None)),
    ("timetable.published", put(trips=0)),
    ("parcel.unmatched", put(remedy=None, limits=[])),
    ("plan.certified", put(bound_millis=None, gap=None)),
    ("plan.certified", put(value_millis=-5)),
    ("event.rejected", put(payload_base64=None, field=None)),
]


@pytest.mark.parametrize(("name", "change"), ACCEPTED)
def test_what_the_contract_allows_is_accepted(name: str, change: Change) -> None:
    body = read(name, changed(name, change))
    assert KIND[name].body.model_validate_json(body.model_dump_json()) == body


def test_an_override_says_whether_a_dimension_is_unlimited_or_not_spoken_of() -> None:
    segment = (
        read("trip.published", changed("trip.published", put_in_segment(weight_g=None))).compartments[0].segments[0]
    )
    assert segment.model_fields_set == {"from_call", "to_call", "volume_ml", "weight_g"}


def test_the_offset_an_instant_was_written_with_is_kept() -> None:
    body = read("parcel.requested", example_body(KIND["parcel.requested"]))
    assert '"2026-11-23T06:30:00+02:00"' in body.model_dump_json()
