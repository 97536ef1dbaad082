"""TOO_LONG_ON_THE_WAY: from hand-in to collection a parcel takes no longer than its goods bear."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule, Situation
from matcher.state.parcels import Request


def _narrow(request: Request, situation: Situation) -> Narrowed:
    goods = situation.network.settings.goods.get(request.handling_class)
    return {} if goods is None or goods.longest_total_s is None else {"longest_total_s": goods.longest_total_s}


TOTAL = Rule(UnmatchedReason.TOO_LONG_ON_THE_WAY, narrow=_narrow)
