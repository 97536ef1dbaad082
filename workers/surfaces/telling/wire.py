"""Answers as JSON: rows with instants as local times with offset, and no more of how they are kept."""

from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from contracts.instants import format_instant
from workers.views.names import Names

_INSTANTS = {"arrival", "departure", "since", "until"}
_INSTANT_ENDINGS = ("_at", "_by")
_INTERNAL = {"offset"}
_JSON = {"particulars"}


def as_json(value: Any, names: Names) -> Any:
    """A row, or anything made of rows, as what `json.dumps` writes."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(key): as_json(item, names) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item, names) for item in value]
    if not is_dataclass(value):
        return value
    named: dict[str, Any] = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if field.name in _JSON:
            named |= from_json(item) if item is not None else {}
        elif field.name not in _INTERNAL:
            named[field.name] = _instant(item, names) if _is_instant(field.name, item) else as_json(item, names)
    return named


def _is_instant(name: str, item: Any) -> bool:
    return isinstance(item, int) and (name in _INSTANTS or name.endswith(_INSTANT_ENDINGS))


def _instant(instant: int, names: Names) -> str:
    return format_instant(names.local(instant))
