"""Revisions of a parcel count up by one."""

from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def revisions(record: Record) -> Findings:
    """The decisions of a parcel, in the order of the log, are numbered 1, 2, 3 and so on."""
    for said in record.said:
        revision = said.decision.revision
        before = 0 if said.former is None else said.former.revision
        if revision not in {before, before + 1}:
            yield said.decision.parcel_id, f"Revision {revision} comes after revision {before}."
