"""A decision says something new."""

from contracts.match import ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.moments import Decision
from matcher.verify.record import Record

_MAY_DIFFER = {"revision", "cause", "plan_id", "decided_at"}


def repetition(record: Record) -> Findings:
    """No decision says the same as the one it replaces."""
    for said in record.said:
        decision, former = said.decision, said.former
        if former is not None and decision.revision == former.revision + 1 and _said(former) == _said(decision):
            yield decision.parcel_id, f"Revision {decision.revision} says the same as revision {former.revision}."


def _said(decision: Decision) -> tuple[bool, dict[str, object]]:
    return isinstance(decision, ParcelMatched), decision.model_dump(exclude=_MAY_DIFFER)
