"""DUE_TOO_EARLY: the parcel can be collected at its destination by the time it is due."""

from dataclasses import replace

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.rules.rule import Rule
from matcher.state.parcels import Request


def _narrow(question: Question, _: Network, request: Request, __: int) -> Question:
    return replace(question, available_by=request.due_at)


DUE = Rule(UnmatchedReason.DUE_TOO_EARLY, narrow=_narrow)
