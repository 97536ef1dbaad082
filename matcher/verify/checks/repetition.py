"""A decision says something new."""

from contracts.match import ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Decision, Picture

_MAY_DIFFER = {"revision", "cause", "plan_id", "decided_at"}


def repetition(picture: Picture) -> Findings:
    """No decision says the same as the one it replaces."""
    for parcel_id, chain in picture.decisions.items():
        of_revision = {decision.revision: decision for decision in reversed(chain)}
        for revision, decision in of_revision.items():
            former = of_revision.get(revision - 1)
            if former is not None and _said(former) == _said(decision):
                yield parcel_id, f"Revision {revision} says the same as revision {revision - 1}."


def _said(decision: Decision) -> tuple[bool, dict[str, object]]:
    return isinstance(decision, ParcelMatched), decision.model_dump(exclude=_MAY_DIFFER)
