"""The decisions of one moment: only those that say something new are published."""

from dataclasses import dataclass, field, replace

from contracts.match import ParcelMatched
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, ParcelUnmatched
from matcher.agenda import Item
from matcher.explain.sentence import sentence_of
from matcher.moment import Moment
from matcher.publish import matched, unmatched
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch, refusal_from


@dataclass(slots=True)
class Draft:
    """Collects bodies; one that repeats the live decision in all but revision, cause, plan and time is dropped."""

    state: AreaState
    moment: Moment
    bodies: list[ParcelMatched | ParcelUnmatched] = field(default_factory=list)

    def match(self, item: Item, live: LiveMatch, cause: Cause | None = None) -> int:
        """The parcel gets, or keeps, this match. Returns the revision that is live now."""
        if _repeats(live, item.live):
            return live.revision
        self.bodies.append(matched(item, live, self.moment, cause or item.cause(matched=True)))
        return item.revision

    def refuse(
        self, item: Item, reason: UnmatchedReason, limits: tuple[Limit, ...] = (), cause: Cause | None = None
    ) -> int:
        """The parcel gets no journey, for this reason. Returns the revision that is live now."""
        sentence = sentence_of(self.state, item.request, reason, limits)
        cause = cause or item.cause(matched=False)
        body = unmatched(item, self.moment, cause, reason=reason, sentence=sentence, limits=limits)
        if item.live is not None and _repeats(refusal_from(body), item.live):
            return item.live.revision
        self.bodies.append(body)
        return item.revision


def _repeats(decision: LiveDecision, live: LiveDecision | None) -> bool:
    return live is not None and replace(decision, revision=live.revision) == live
