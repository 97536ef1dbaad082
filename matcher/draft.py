"""The decisions of one moment: only those that say something new are published."""

from dataclasses import dataclass, field, replace

from contracts.match import ParcelMatched
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, ParcelUnmatched
from matcher.agenda import Item
from matcher.explain.sentence import sentence_of
from matcher.journeys.journey import Journey
from matcher.journeys.network import Network
from matcher.moment import Moment
from matcher.publish import matched, unmatched
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, match_from, refusal_from


@dataclass(slots=True)
class Draft:
    """Collects bodies; one that repeats the live decision in all but revision, cause, plan and time is dropped."""

    state: AreaState
    moment: Moment
    bodies: list[ParcelMatched | ParcelUnmatched] = field(default_factory=list)

    def match(self, item: Item, journey: Journey, network: Network, cause: Cause | None = None) -> None:
        """The parcel gets, or keeps, this journey."""
        body = matched(item, journey, network, self.moment, cause or item.cause(matched=True))
        self._say(item, body, match_from(body))

    def refuse(
        self, item: Item, reason: UnmatchedReason, limits: tuple[Limit, ...] = (), cause: Cause | None = None
    ) -> None:
        """The parcel gets no journey, for this reason."""
        sentence = sentence_of(self.state, item.request, reason, limits)
        cause = cause or item.cause(matched=False)
        body = unmatched(item, self.moment, cause, reason=reason, sentence=sentence, limits=limits)
        self._say(item, body, refusal_from(body))

    def _say(self, item: Item, body: ParcelMatched | ParcelUnmatched, decision: LiveDecision) -> None:
        if item.live is None or replace(decision, revision=item.live.revision) != item.live:
            self.bodies.append(body)
