"""The decisions of one moment: only those that say something new are published."""

from dataclasses import dataclass, field, replace

from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, Remedy
from matcher.agenda import Item
from matcher.explain.sentence import sentence_of
from matcher.moment import Moment
from matcher.publish import Said, say_match, say_refusal
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that is said, as number `index` of a draft."""

    index: int
    item: Item
    cause: Cause
    reason: UnmatchedReason
    sentence: str
    limits: tuple[Limit, ...]


@dataclass(slots=True)
class Draft:
    """Collects decisions; one that repeats the live one in all but revision, cause, plan and time is dropped."""

    state: AreaState
    moment: Moment
    said: list[Said] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    """Those of them that are refusals."""

    def match(self, item: Item, live: LiveMatch, cause: Cause | None = None) -> int:
        """The parcel gets, or keeps, this match. Returns the revision that is live now."""
        if _repeats(live, item.live):
            return live.revision
        renewed = live if live.revision == item.revision else replace(live, revision=item.revision)
        return self._say(say_match(item, renewed, self.moment, cause or item.cause(matched=True)))

    def refuse(
        self, item: Item, reason: UnmatchedReason, limits: tuple[Limit, ...] = (), cause: Cause | None = None
    ) -> int:
        """The parcel gets no journey, for this reason. Returns the revision that is live now."""
        sentence = sentence_of(self.state, item.request, reason, limits)
        cause = cause or item.cause(matched=False)
        said = say_refusal(item, self.moment, cause, reason=reason, sentence=sentence, limits=limits)
        if item.live is not None and _repeats(said.live, item.live):
            return item.live.revision
        self.refused.append(Refused(len(self.said), item, cause, reason, sentence, limits))
        return self._say(said)

    def add_remedy(self, refused: Refused, remedy: Remedy) -> None:
        """Say a refusal with what would help."""
        self.said[refused.index] = say_refusal(
            refused.item,
            self.moment,
            refused.cause,
            reason=refused.reason,
            sentence=refused.sentence,
            limits=refused.limits,
            remedy=remedy,
        )

    def _say(self, said: Said) -> int:
        self.said.append(said)
        return said.live.revision


def _repeats(decision: LiveDecision, live: LiveDecision | None) -> bool:
    return live is not None and replace(decision, revision=live.revision) == live
