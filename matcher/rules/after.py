"""WAITS_FOR_PARCEL: a parcel is handed in only after the one that it comes after has arrived."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule, Situation
from matcher.state.parcels import Request


def _narrow(_: Request, situation: Situation) -> Narrowed:
    return {"not_before": situation.not_before}


AFTER = Rule(UnmatchedReason.WAITS_FOR_PARCEL, narrow=_narrow)
