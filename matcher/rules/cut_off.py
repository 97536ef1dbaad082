"""CUT_OFF_MISSED: the parcel is ready, and the shop told in time, before the latest hand-in."""

from dataclasses import replace

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.rules.rule import Rule
from matcher.state.parcels import Request


def _narrow(question: Question, _: Network, request: Request, earliest: int) -> Question:
    return replace(question, hand_in_from=max(request.ready_at, earliest))


CUT_OFF = Rule(UnmatchedReason.CUT_OFF_MISSED, narrow=_narrow)
