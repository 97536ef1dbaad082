"""Decisions never go back in time."""

from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def time_order(record: Record) -> Findings:
    """Nothing is decided as at an instant before that of what was decided before it."""
    if record.at < record.before:
        subject = record.plan.plan_id if record.plan is not None else record.said[0].decision.parcel_id
        yield subject, f"It was decided {record.before - record.at} s before what was decided earlier."
