"""The rules in the order of the reasons, and the question they leave for the search."""

from dataclasses import dataclass, replace

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.rules.access import ACCESS
from matcher.rules.cut_off import CUT_OFF
from matcher.rules.due import DUE
from matcher.rules.goods import GOODS
from matcher.rules.opening import OPENING
from matcher.rules.rule import Masks, Narrowed, Rule
from matcher.rules.size import SIZE
from matcher.rules.zone import zone_rule
from matcher.state.parcels import Request
from matcher.state.places import Zone


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All journey rules, in the order in which the first unmet one is the reason."""

    network: Network
    rules: tuple[Rule, ...]
    earliest: int
    """The first instant at which a new match may ask for hand-in."""

    def question(self, request: Request, rules: int | None = None) -> Question:
        """What the first `rules` rules (default: all) let a parcel's journey be."""
        count = len(self.rules) if rules is None else rules
        masks = self._masks(count, request.handling_class)
        narrowed: Narrowed = {}
        for rule in self.rules[:count]:
            if rule.narrow is not None:
                narrowed |= rule.narrow(request, self.earliest)
        return Question(
            origin=self._number(request.origin),
            destination=self._number(request.destination),
            board=masks.board,
            alight=masks.alight,
            carrier=masks.carrier if masks.carrier is not None else np.ones(0, dtype=np.bool_),
            **narrowed,
        )

    def without(self, reason: UnmatchedReason) -> "Rulebook":
        """The same rules but one. Only for a rule without masks: those are kept by their number."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.reason != reason))

    def _number(self, stop_id: str) -> int:
        return self.network.place_number[stop_id]

    def _masks(self, count: int, handling_class: str) -> Masks:
        """What the masks of the first `count` rules leave together; kept in the network's cache."""
        known = self.network.cache.get((count, handling_class))
        if isinstance(known, Masks):
            return known
        if count == 0:
            calls, carriers = self.network.calls, len(self.network.carriers)
            return Masks(np.ones(calls, np.bool_), np.ones(calls, np.bool_), np.ones(carriers, np.bool_))
        masks = self._masks(count - 1, handling_class)
        rule = self.rules[count - 1]
        if rule.masks is not None:
            masks = _both(masks, rule.masks(self.network, handling_class))
        self.network.cache[count, handling_class] = masks
        return masks


def rulebook(network: Network, zones: dict[str, Zone], earliest: int) -> Rulebook:
    """The rules of contracts.md that a journey must meet."""
    return Rulebook(network, (ACCESS, SIZE, GOODS, zone_rule(zones), OPENING, CUT_OFF, DUE), earliest)


def _both(one: Masks, other: Masks) -> Masks:
    carrier = one.carrier
    if carrier is not None and other.carrier is not None:
        carrier = carrier & other.carrier
    return replace(one, board=one.board & other.board, alight=one.alight & other.alight, carrier=carrier)
