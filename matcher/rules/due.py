"""DUE_TOO_EARLY: the parcel can be collected at its destination by the time it is due."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule, Situation
from matcher.state.parcels import Request


def _narrow(request: Request, _: Situation) -> Narrowed:
    return {"available_by": request.due_at}


DUE = Rule(UnmatchedReason.DUE_TOO_EARLY, narrow=_narrow)
