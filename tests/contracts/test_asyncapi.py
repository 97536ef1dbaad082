"""The AsyncAPI document: complete, and understood by the AsyncAPI initiative's own parser."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from contracts.asyncapi import asyncapi_document
from contracts.event import KINDS, EventKind
from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS

FOLDER = Path(__file__).parent / "asyncapi"
COMMITTED = Path(__file__).parents[2] / "contracts/schemas/asyncapi.json"
DOCUMENT = asyncapi_document("0.0.0")


def resolve(reference: str) -> object:
    found: object = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        assert isinstance(found, dict)
        found = found[step]
    return found


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return here + [reference for value in part.values() for reference in references(value)]
    if isinstance(part, list):
        return [reference for value in part for reference in references(value)]
    return []


def test_the_asyncapi_parser_understands_it_without_a_fault() -> None:
    if shutil.which("node") is None or not (FOLDER / "node_modules").is_dir():
        pytest.skip("the AsyncAPI parser is not installed; .ci/run installs it")
    ran = subprocess.run(
        ["node", "validate.js", str(COMMITTED)], cwd=FOLDER, capture_output=True, text=True, check=True, timeout=60
    )
    answer = json.loads(ran.stdout)
    assert answer["understood"]
    assert [finding for finding in answer["findings"] if finding["code"] != "asyncapi-latest-version"] == []


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found
    for reference in found:
        assert resolve(reference)


def test_every_event_type_is_a_message_on_its_topic() -> None:
    for kind in KINDS:
        channel = DOCUMENT["channels"][kind.topic.removeprefix("ridealong.")]
        assert channel["address"] == kind.topic
        assert kind.name in channel["messages"]
    assert set(DOCUMENT["components"]["messages"]) == {kind.name for kind in KINDS}


def test_workers_receive_inputs_and_send_outputs() -> None:
    actions = {operation["channel"]["$ref"]: operation["action"] for operation in DOCUMENT["operations"].values()}
    for channel, action in actions.items():
        address = DOCUMENT["channels"][channel.rpartition("/")[2]]["address"]
        assert address in (INPUT_TOPICS if action == "receive" else OUTPUT_TOPICS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_every_message_fits_its_schemas(kind: EventKind) -> None:
    message = DOCUMENT["components"]["messages"][kind.name]
    (example,) = message["examples"]
    for part in ("headers", "payload"):
        schema = {**DOCUMENT, **message[part]}
        assert list(Draft7Validator(schema).iter_errors(example[part])) == []


def test_the_key_of_every_message_is_the_area() -> None:
    for message in DOCUMENT["components"]["messages"].values():
        assert message["bindings"]["kafka"]["key"]["description"] == "The area."
