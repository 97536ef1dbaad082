"""The event reference, `docs/events.md`, written from the models: fields, units, meanings, examples, lists."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.event import KIND_OF_BODY, KINDS, EventKind
from contracts.examples import example_body, example_event
from contracts.parcel import ParcelRequested
from contracts.reasons import Cause, RejectCode, Stopped, UnmatchedReason
from contracts.schema import PlainJsonSchema
from contracts.topics import Topic

_LINE = 110

_LISTS: tuple[type[StrEnum], ...] = (UnmatchedReason, RejectCode, Cause, Stopped)

_UNITS = {
    "g": "grams",
    "ml": "millilitres",
    "mm": "millimetres",
    "m": "metres",
    "s": "seconds",
    "millis": "thousandths of a euro",
    "micros": "millionths of a euro",
}
_UNIT = re.compile(rf"_({'|'.join(_UNITS)})(?=_per_|$)")

_HEAD = """\
# Events

<!-- Written by `make schemas` from the models in contracts/. Change those, not this page. -->

Every event is a CloudEvent 1.0. On a topic it travels in binary mode (`ce_*` headers, the body as JSON value, the area
as key); in JSONL files and over HTTP in structured mode:

```json
{envelope}
```

- An **id** is any text of up to 200 bytes of UTF-8. It is never parsed.
- An **instant** is RFC 3339 with an offset, in whole seconds: `2026-11-23T07:10:00+02:00`.
- A quantity is a non-negative integer whose unit is in its name. A capacity of null is not limited, 0 is none.
- Unknown fields are refused; "5" is not 5.
- The largest event has 512 KiB. JSON Schemas stand in [contracts/schemas](../contracts/schemas), beside the AsyncAPI
  document.
"""


def event_reference() -> str:
    """The page as Markdown."""
    _, schema = models_json_schema(
        [(kind.body, "validation") for kind in KINDS], ref_template="{model}", schema_generator=PlainJsonSchema
    )
    models: dict[str, Any] = schema["$defs"]
    bodies = {kind.body.__name__ for kind in KINDS}
    parts = {name: model for name, model in models.items() if name not in bodies}
    sections = [
        _HEAD.replace("{envelope}", _json({**example_event(KIND_OF_BODY[ParcelRequested]), "data": {}})),
        _overview(),
        *(_event(kind, models[kind.body.__name__]) for kind in KINDS),
        "## Parts\n",
        *(_part(name, parts[name]) for name in sorted(parts) if "properties" in parts[name]),
        "## Lists\n",
        *(_meanings(listed) for listed in _LISTS),
        *(_values(name, parts[name]) for name in sorted(parts) if _is_plain_list(name, parts[name])),
    ]
    return "\n".join(sections)


def meanings(listed: type[StrEnum]) -> dict[str, str]:
    """What each value of a closed list means: the texts under its members in the source."""
    (definition,) = ast.parse(dedent(inspect.getsource(listed))).body
    if not isinstance(definition, ast.ClassDef):
        raise TypeError(f"{listed} is not a class")
    return dict(_documented_members(definition.body, listed))


def _documented_members(statements: list[ast.stmt], listed: type[StrEnum]) -> Iterator[tuple[str, str]]:
    for member, text in pairwise(statements):
        match member, text:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(meaning))):
                yield str(listed[name]), " ".join(meaning.split())


def _overview() -> str:
    rows = "".join(
        f"| `{topic}` | {', '.join(_link(kind.name) for kind in KINDS if kind.topic == topic) or 'nothing yet'} |\n"
        for topic in Topic
    )
    return f"| topic | events |\n|---|---|\n{rows}"


def _event(kind: EventKind, model: dict[str, Any]) -> str:
    return (
        f"## {kind.name}\n\n`{kind.ce_type}` on `{kind.topic}`. {_prose(model)}\n\n"
        f"{_fields(model)}\n```json\n{_json(example_body(kind))}\n```\n"
    )


def _part(name: str, model: dict[str, Any]) -> str:
    return f"### {name}\n\n{_prose(model)}\n\n{_fields(model)}"


def _prose(model: dict[str, Any]) -> str:
    return " ".join(model["description"].split())


def _fields(model: dict[str, Any]) -> str:
    required = set(model.get("required", ()))
    rows = "".join(
        f"| `{name}` | {_type(name, field)}{'' if name in required else ', optional'} | {field.get('description', '')} |\n"
        for name, field in model["properties"].items()
    )
    return f"| field | type | meaning |\n|---|---|---|\n{rows}"


def _type(name: str, field: dict[str, Any]) -> str:
    """`integer, grams`, `list of Call or null`, ..."""
    if "$ref" in field:
        return _link(field["$ref"])
    choices = field.get("anyOf", field.get("oneOf"))
    if choices is not None:
        return " or ".join(_type(name, choice) for choice in choices)
    if field.get("type") == "array":
        return f"list of {_type(name, field['items'])}"
    if "const" in field:
        return f'`"{field["const"]}"`'
    return _plain_type(name, field)


def _plain_type(name: str, field: dict[str, Any]) -> str:
    match field:
        case {"type": "string", "format": "date-time"}:
            return "instant"
        case {"type": "string", "format": "date"}:
            return "date"
        case {"type": "string", "minLength": 1, "maxLength": 200}:
            return "id"
        case {"type": "integer"} if unit := _UNIT.search(name):
            return f"integer, {_UNITS[unit.group(1)]}"
        case {"type": "object"}:
            return "object of texts"
    json_type: str = field["type"]
    return {"string": "text", "boolean": "true or false"}.get(json_type, json_type)


def _meanings(listed: type[StrEnum]) -> str:
    rows = "".join(f"| `{value}` | {meaning} |\n" for value, meaning in meanings(listed).items())
    return (
        f"### {listed.__name__}\n\n{_prose({'description': listed.__doc__})}\n\n| value | meaning |\n|---|---|\n{rows}"
    )


def _is_plain_list(name: str, model: dict[str, Any]) -> bool:
    return "enum" in model and name not in {listed.__name__ for listed in _LISTS}


def _values(name: str, model: dict[str, Any]) -> str:
    return f"### {name}\n\n{_prose(model)} {', '.join(f'`{value}`' for value in model['enum'])}.\n"


def _link(name: str) -> str:
    """To the heading of that name, as GitHub makes its anchors."""
    return f"[{name}](#{name.lower().replace('.', '')})"


def _json(value: Any, indent: str = "") -> str:
    """JSON whose innermost objects and lists stay on one line where they fit."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or (indent and len(indent + line) <= _LINE):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{deeper}{json.dumps(name)}: {_json(item, deeper)}" for name, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + _json(item, deeper) for item in value) + f"\n{indent}]"
