"""Output ids follow from what they are about."""

import re

from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reject import EventRejected
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def output_ids(record: Record) -> Findings:
    """Ids are `area/parcel/revision`, `area/number` counting up, and `topic/partition/offset`."""
    last = 0
    for event in record.outputs:
        right = _right_id(record.area, event.data)
        if event.id != right:
            yield event.subject, f"The event id is {event.id!r}, should be {right!r}."
        if isinstance(event.data, PlanCertified):
            number = _number(record.area, event.data.plan_id)
            if number is None or number <= last:
                yield event.subject, f"{event.data.plan_id!r} is not {record.area}/ and a number above {last}."
            last = max(last, number or 0)


def _right_id(area: str, body: Body) -> str | None:
    if isinstance(body, ParcelMatched | ParcelUnmatched):
        return f"{area}/{body.parcel_id}/{body.revision}"
    if isinstance(body, PlanCertified):
        return body.plan_id
    if isinstance(body, EventRejected):
        return f"{body.topic}/{body.partition}/{body.offset}"
    return None


def _number(area: str, plan_id: str) -> int | None:
    found = re.fullmatch(r"[1-9]\d*", plan_id.removeprefix(f"{area}/"))
    return int(found[0]) if found is not None and plan_id.startswith(f"{area}/") else None
