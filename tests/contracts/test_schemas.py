"""The generated schemas: committed as the models say, and true as other programs read them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts.event import KINDS, EventKind
from contracts.examples import example_body, example_event
from contracts.schema import body_schema, event_schema
from workers.surfaces.cli.contracts import generated_files
from workers.surfaces.cli.main import run

ROOT = Path(__file__).parents[2]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def faults(schema: dict[str, Any], document: object) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("path", generated_files(), ids=str)
def test_the_committed_file_is_what_the_models_say(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == generated_files()[path], "run `make schemas`"


def test_no_schema_is_left_over_from_a_former_model() -> None:
    committed = {path.relative_to(ROOT) for path in (ROOT / "contracts/schemas").rglob("*.json")}
    assert committed == {path for path in generated_files() if path.suffix == ".json"}


def test_the_command_writes_them_and_finds_a_file_that_was_changed_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["contracts", "--out", str(tmp_path), "--check"]) == 1
    assert run(["contracts", "--out", str(tmp_path)]) == 0
    assert run(["contracts", "--out", str(tmp_path), "--check"]) == 0
    (tmp_path / "docs/events.md").write_text("by hand", encoding="utf-8")
    capsys.readouterr()
    assert run(["contracts", "--out", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().err == "Error: Not as the models say; run `make schemas`: docs/events.md\n"


@each_kind
def test_the_schemas_are_valid_themselves(kind: EventKind) -> None:
    Draft202012Validator.check_schema(body_schema(kind))
    Draft202012Validator.check_schema(event_schema(kind))


@each_kind
def test_the_example_is_valid(kind: EventKind) -> None:
    assert faults(body_schema(kind), example_body(kind)) == []
    assert faults(event_schema(kind), example_event(kind)) == []


@each_kind
def test_every_field_has_a_meaning(kind: EventKind) -> None:
    schema = body_schema(kind)
    models = {kind.body.__name__: schema, **schema.get("$defs", {})}
    for name, model in models.items():
        assert model.get("description"), name
        silent = [field for field, about in model.get("properties", {}).items() if not about.get("description")]
        assert silent == [], name


@each_kind
def test_the_event_schema_holds_its_type_fast(kind: EventKind) -> None:
    document = {**example_event(kind), "type": "ridealong.other.v1"}
    assert faults(event_schema(kind), document) == ["$.type"]


@each_kind
def test_an_unknown_field_of_the_body_is_invalid_and_an_unknown_attribute_is_not(kind: EventKind) -> None:
    document = {**example_event(kind), "traceparent": "00-1-2-01"}
    assert faults(event_schema(kind), document) == []
    document["data"] = {**document["data"], "colour": "red"}
    assert faults(event_schema(kind), document) == ["$.data"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parcel_id", ""),
        ("parcel_id", "p" * 201),
        ("weight_g", -1),
        ("weight_g", "1"),
        ("weight_g", 2_000_000_001),
        ("ready_at", "2026-11-23T06:30:00"),
        ("ready_at", "2026-11-23T06:30:00.5+02:00"),
    ],
)
def test_the_schema_refuses_what_we_would_refuse(field: str, value: object) -> None:
    requested = next(kind for kind in KINDS if kind.name == "parcel.requested")
    assert faults(body_schema(requested), {**example_body(requested), field: value}) == [f"$.{field}"]


@pytest.mark.parametrize("limit", ["segment", "storage", "handling"])
def test_each_kind_of_limit_matches_exactly_one_choice(limit: str) -> None:
    unmatched = next(kind for kind in KINDS if kind.name == "parcel.unmatched")
    places: dict[str, dict[str, object]] = {
        "segment": {"trip_key": "T@2026-11-23", "call": 0, "compartment": "hold", "dimension": "pieces"},
        "storage": {"stop_id": "hub", "at": "2026-11-23T06:30:00Z"},
        "handling": {"trip_key": "T@2026-11-23", "call": 0},
    }
    body = json.loads(json.dumps(example_body(unmatched)))
    body["limits"] = [{"kind": limit, **places[limit]}]
    assert faults(body_schema(unmatched), body) == []
