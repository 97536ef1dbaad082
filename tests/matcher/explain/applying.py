"""A remedy applied as a shop would: the request again, with one field changed, read by the contract."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic_core import to_json

from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.unmatched import Remedy


def changed(request: ParcelRequested, field: str, to: str | int) -> ParcelRequested:
    """The request with a field, by its path, set to what a remedy says. Raises ValueError where the contract does."""
    body = request.model_dump(mode="json")
    inner: dict[str, Any] = body
    *way, name = field.split(".")
    for step in way:
        inner = inner[step]
    if name not in inner:
        raise KeyError(field)
    inner[name] = to
    return ParcelRequested.model_validate_json(to_json(body))


def applied(events: Iterable[Event], parcel_id: str, remedy: Remedy) -> list[Event]:
    """The events as if the parcel had been asked for so from the beginning."""
    return asked_for(events, parcel_id, remedy.field, remedy.to)


def asked_for(events: Iterable[Event], parcel_id: str, field: str, to: str | int) -> list[Event]:
    """The events with one field of a parcel's requests changed."""
    return [
        replace(event, data=changed(event.data, field, to))
        if isinstance(event.data, ParcelRequested) and event.data.parcel_id == parcel_id
        else event
        for event in events
    ]
