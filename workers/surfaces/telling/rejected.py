"""Rejected inputs: a line, all of one, and the same as JSON."""

import base64
from datetime import UTC
from typing import Any

from contracts.instants import format_instant, local_instant
from contracts.record import Record
from workers.views.rejects import Reject

_SHOWN_CHARACTERS = 4000


def reject_line(reject: Reject) -> str:
    """`ridealong.parcels/3/17  2026-11-22T10:00:00Z  INVALID_FIELD  parcel.requested: weight_g: ...`."""
    row = reject.row
    again = f"  (published again as {_retry_place(reject)})" if reject.retry is not None else ""
    return f"{row.reject_id}  {_at(reject)}  {row.code}  {row.sentence}{again}"


def reject_text(reject: Reject, record: Record | None) -> str:
    """Everything about it, its content last."""
    row = reject.row
    facts = {
        "rejected": _at(reject),
        "code": row.code,
        "reason": row.sentence,
        "field": row.field,
        "bytes": f"{row.size:,}",
        "sha256": row.sha256,
        "retry of": reject.retry_of,
        "published again": _retry_place(reject),
        **row.headers,
    }
    lines = [row.reject_id, *(f"  {name}: {value}" for name, value in facts.items() if value is not None)]
    return "\n".join([*lines, "", "It is no longer in the log." if record is None else _content(record.value)])


def reject_json(reject: Reject, record: Record | None = None) -> dict[str, Any]:
    """The same for programs; the content, if it is asked for, in base64."""
    row = reject.row
    told: dict[str, Any] = {
        "id": row.reject_id,
        "rejected_at": _at(reject),
        "code": row.code,
        "sentence": row.sentence,
        "field": row.field,
        "bytes": row.size,
        "sha256": row.sha256,
        "headers": row.headers,
        "retry_of": reject.retry_of,
        "retry": _retry_place(reject),
    }
    return told if record is None else told | {"payload_base64": base64.b64encode(record.value).decode()}


def _at(reject: Reject) -> str:
    return format_instant(local_instant(reject.row.rejected_at, UTC))


def _retry_place(reject: Reject) -> str | None:
    retry = reject.retry
    return None if retry is None else f"{retry.topic}/{retry.partition}/{retry.offset}"


def _content(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.hex(" ")
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return f"{text[:_SHOWN_CHARACTERS]}… ({len(value):,} bytes in all; --json shows them)"
