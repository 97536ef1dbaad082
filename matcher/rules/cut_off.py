"""CUT_OFF_MISSED: the parcel is ready, and the shop told in time, before the latest hand-in."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule, Situation
from matcher.state.parcels import Request


def _narrow(request: Request, situation: Situation) -> Narrowed:
    return {"hand_in_from": max(request.ready_at, situation.earliest)}


CUT_OFF = Rule(UnmatchedReason.CUT_OFF_MISSED, narrow=_narrow)
