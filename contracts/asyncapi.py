"""The AsyncAPI 3.0 document: topics, event types, keys and headers, for other programs and their tools.

Derived from the same table and models as everything else; `make schemas` writes it to
`contracts/schemas/asyncapi.json`.
"""

from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.event import KINDS, EventKind
from contracts.examples import example_body, example_event
from contracts.partitioning import DEFAULT_PARTITIONS
from contracts.schema import PlainJsonSchema
from contracts.topics import INPUT_TOPICS, Topic

_KAFKA_BINDING = "0.5.0"

_ABOUT = f"""\
Parcels ride along on buses that already run. Timetables and parcel requests come in as events, matches go out as events.

Every event is a CloudEvent 1.0. On a topic it travels in binary mode: attributes as `ce_*` headers, the body as JSON
value, the area as key. Structured mode (`content-type: application/cloudevents+json`, the whole event as value) is
read as well; its schemas stand beside this document in `events/`.

All topics have the same number of partitions ({DEFAULT_PARTITIONS} unless set otherwise), and a record lives on partition
`(murmur2(area) & 0x7fffffff) mod N`. Java clients and aiokafka do this by default; clients built on librdkafka set
`partitioner=murmur2_random`."""

_TOPICS = {
    Topic.TIMETABLES: "What runs, where parcels change hands, and what it costs.",
    Topic.UPDATES: "What changed since.",
    Topic.PARCELS: "What shops ask for.",
    Topic.MATCHES: "What was decided.",
    Topic.REJECTS: "Inputs that could not be used, kept whole, with the reason.",
}


def asyncapi_document(version: str) -> dict[str, Any]:
    """The document for a version of the program."""
    topics = [topic for topic in Topic if _kinds(topic)]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Ridealong",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {_channel_name(topic): _channel(topic) for topic in topics},
        "operations": {_operation_name(topic): _operation(topic) for topic in topics},
        "components": {
            "messages": {kind.name: _message(kind) for kind in KINDS},
            "schemas": {"Headers": _headers(), **_body_schemas()},
        },
    }


def _kinds(topic: Topic) -> list[EventKind]:
    return [kind for kind in KINDS if kind.topic == topic]


def _channel_name(topic: Topic) -> str:
    return topic.removeprefix("ridealong.")


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": str(topic),
        "description": _TOPICS[topic],
        "messages": {kind.name: {"$ref": f"#/components/messages/{kind.name}"} for kind in _kinds(topic)},
        "bindings": {
            "kafka": {
                "topic": str(topic),
                "partitions": DEFAULT_PARTITIONS,
                "topicConfiguration": {"cleanup.policy": ["delete"]},
                "bindingVersion": _KAFKA_BINDING,
            }
        },
    }


def _operation_name(topic: Topic) -> str:
    return f"{_action(topic)}{_channel_name(topic).capitalize()}"


def _operation(topic: Topic) -> dict[str, Any]:
    return {
        "action": _action(topic),
        "channel": {"$ref": f"#/channels/{_channel_name(topic)}"},
        "summary": f"A matching worker {_action(topic)}s {_channel_name(topic)}.",
        "messages": [{"$ref": f"#/channels/{_channel_name(topic)}/messages/{kind.name}"} for kind in _kinds(topic)],
    }


def _action(topic: Topic) -> str:
    return "receive" if topic in INPUT_TOPICS else "send"


def _message(kind: EventKind) -> dict[str, Any]:
    return {
        "name": kind.ce_type,
        "title": kind.name,
        "summary": (kind.body.__doc__ or "").strip(),
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"$ref": f"#/components/schemas/{kind.body.__name__}"},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": "The area."}, "bindingVersion": _KAFKA_BINDING}
        },
        "examples": [{"headers": _example_headers(kind), "payload": example_body(kind)}],
    }


def _headers() -> dict[str, Any]:
    """The envelope's attributes as binary mode carries them."""
    envelope = Envelope.model_json_schema(schema_generator=PlainJsonSchema)
    attributes = {f"ce_{name}": attribute for name, attribute in envelope["properties"].items()}
    content_type = attributes.pop("ce_datacontenttype")
    attributes["ce_type"] = {**attributes["ce_type"], "enum": [kind.ce_type for kind in KINDS]}
    attributes["ce_subject"] = {"type": "string", "description": attributes["ce_subject"]["description"]}
    return {
        "type": "object",
        "description": "The CloudEvents attributes in binary mode.",
        "properties": {**attributes, "content-type": content_type},
        "required": [f"ce_{name}" for name in envelope["required"]],
    }


def _example_headers(kind: EventKind) -> dict[str, str]:
    attributes = example_event(kind)
    del attributes["data"]
    content_type = attributes.pop("datacontenttype")
    return {**{f"ce_{name}": value for name, value in attributes.items()}, "content-type": content_type}


def _body_schemas() -> dict[str, Any]:
    _, schemas = models_json_schema(
        [(kind.body, "validation") for kind in KINDS],
        ref_template="#/components/schemas/{model}",
        schema_generator=PlainJsonSchema,
    )
    definitions: dict[str, Any] = schemas["$defs"]
    return definitions
