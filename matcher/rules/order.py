"""The rules in the order of the reasons, and the question they leave for the search."""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.journeys.question import Question, Usable
from matcher.rules.access import ACCESS
from matcher.rules.after import AFTER
from matcher.rules.cut_off import CUT_OFF
from matcher.rules.due import DUE
from matcher.rules.goods import GOODS
from matcher.rules.opening import OPENING
from matcher.rules.rule import Kind, Masks, Narrowed, Rule, Situation
from matcher.rules.size import SIZE
from matcher.rules.total import TOTAL
from matcher.rules.zone import zone_rule
from matcher.state.hours import NEVER_BEFORE
from matcher.state.parcels import Request
from matcher.state.places import Zone
from matcher.state.timetable import UNLIMITED


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All journey rules, in the order in which the first unmet one is the reason."""

    network: Network
    rules: tuple[Rule, ...]
    earliest: int
    """The first instant at which a new match may ask for hand-in."""

    def question(self, request: Request, rules: int | None = None, not_before: int = NEVER_BEFORE) -> Question:
        """What the first `rules` rules (default: all) let a parcel's journey be.

        `not_before`: the earliest hand-in that the parcel it comes after allows; NEVER_AFTER = it has no journey.
        """
        count = len(self.rules) if rules is None else rules
        situation = Situation(self.network, self.earliest, not_before)
        narrowed: Narrowed = {}
        for rule in self.rules[:count]:
            if rule.narrow is not None:
                narrowed |= rule.narrow(request, situation)
        usable = self._usable(count, kind_of(request))
        return Question(*usable, self._number(request.origin), self._number(request.destination), **narrowed)

    def without(self, reason: UnmatchedReason) -> "Rulebook":
        """The same rules but one. Only for a rule without masks: those are kept by their number."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.reason != reason))

    def _number(self, stop_id: str) -> int:
        return self.network.place_number[stop_id]

    def _usable(self, count: int, kind: Kind) -> Usable:
        """What the masks of the first `count` rules leave together; kept in the network's cache."""
        known = self.network.cache.get((count, kind))
        if isinstance(known, Usable):
            return known
        if count == 0:
            return everything(self.network)
        usable, rule = self._usable(count - 1, kind), self.rules[count - 1]
        if rule.masks is not None:
            usable = _narrowed(usable, rule.masks(self.network, kind))
        self.network.cache[count, kind] = usable
        return usable


def rulebook(network: Network, zones: dict[str, Zone], earliest: int) -> Rulebook:
    """The rules of contracts.md that a journey must meet."""
    return Rulebook(network, (ACCESS, SIZE, GOODS, zone_rule(zones), OPENING, CUT_OFF, DUE, TOTAL, AFTER), earliest)


def kind_of(request: Request) -> Kind:
    """What its masks depend on."""
    if not request.dangerous:
        return Kind(request.handling_class)
    return Kind(request.handling_class, tuple(sorted({goods.danger_class for goods in request.dangerous})))


def everything(network: Network) -> Usable:
    """All calls and compartments, and waits of any length; kept in the network's cache."""
    known = network.cache.get("everything")
    if isinstance(known, Usable):
        return known
    calls = np.ones(network.calls, dtype=np.bool_)
    carriers = np.ones(len(network.carriers), dtype=np.bool_)
    waits = np.full(len(network.places), UNLIMITED, dtype=np.int64)
    usable = network.cache["everything"] = Usable(calls, calls, carriers, calls, calls, waits)
    return usable


def _narrowed(usable: Usable, masks: Masks) -> Usable:
    """Flag by flag both, number by number the smaller one."""
    known: dict[str, Any] = usable._asdict()
    return usable._replace(**{name: np.minimum(known[name], cast("Any", mask)) for name, mask in masks.items()})
