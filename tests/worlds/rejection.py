"""A rejection as the worker writes it."""

import hashlib
from datetime import datetime

from contracts.event import Event
from contracts.reasons import RejectCode
from contracts.record import Record
from contracts.reject import EventRejected


def rejected(record: Record, code: str, at: datetime, area: str = "vidzeme") -> Event:
    """`event.rejected` about a record."""
    body = EventRejected(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        code=RejectCode(code),
        sentence="It cannot be used.",
        field=None,
        bytes_=len(record.value),
        sha256=hashlib.sha256(record.value).hexdigest(),
        payload_base64=None,
        headers={},
    )
    event_id = f"{record.topic}/{record.partition}/{record.offset}"
    return Event(id=event_id, source="urn:ridealong:matcher", time=at, area=area, data=body)
