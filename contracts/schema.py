"""JSON Schemas (draft 2020-12) of every event type, derived from the models.

Two per type: the body, as a log carries it in binary mode, and the whole event, as JSONL files and
HTTP carry it in structured mode. Written to `contracts/schemas/` by `make schemas`.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from contracts.envelope import Envelope
from contracts.event import KINDS, EventKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class PlainJsonSchema(GenerateJsonSchema):
    """What JSON Schema itself defines: no OpenAPI discriminator, no titles made of field names."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """A `oneOf`; the constant tag in each choice already tells them apart."""
        union = super().tagged_union_schema(schema)
        union.pop("discriminator", None)
        return union

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        """Only models and enums have titles."""
        return False


def body_schema(kind: EventKind) -> dict[str, Any]:
    """The schema of a type's body."""
    return {"$schema": DIALECT, "$id": _schema_id(kind, "body"), **_described(kind)}


def event_schema(kind: EventKind) -> dict[str, Any]:
    """The schema of a whole event of that type in structured mode."""
    envelope = Envelope.model_json_schema(schema_generator=PlainJsonSchema)
    body = _described(kind)
    definitions = body.pop("$defs", {})
    properties = {
        **envelope["properties"],
        "type": {"const": kind.ce_type},
        "data": {"$ref": f"#/$defs/{kind.body.__name__}"},
    }
    return {
        "$schema": DIALECT,
        "$id": _schema_id(kind, "event"),
        "title": f"{kind.name} event",
        "description": f"{body['description']} Travels on {kind.topic}.",
        "type": "object",
        "properties": properties,
        "required": [*envelope["required"], "data"],
        "$defs": {**definitions, kind.body.__name__: body},
    }


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the path of its file below `contracts/schemas/`."""
    files = {}
    for kind in KINDS:
        files[f"bodies/{kind.name}.v1.json"] = body_schema(kind)
        files[f"events/{kind.name}.v1.json"] = event_schema(kind)
    return files


def _described(kind: EventKind) -> dict[str, Any]:
    return kind.body.model_json_schema(schema_generator=PlainJsonSchema)


def _schema_id(kind: EventKind, part: str) -> str:
    return f"urn:ridealong:schema:{kind.name}:v1:{part}"
