"""The output events of an area, moment by moment: what was decided at one instant on the same facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import Cause
from contracts.unmatched import ParcelUnmatched

Decision = ParcelMatched | ParcelUnmatched

_WITHOUT_A_SOLVE = {Cause.WITHDRAWN: 0, Cause.COMMITTED: 1, Cause.OPERATOR: 2}
"""In this order within a moment, before what the solve decided."""


@dataclass
class Moment:
    """One decision of an area: its plan, if it was a solve, and what it said of parcels."""

    now: int
    """When, in seconds since 1970."""
    plan: PlanCertified | None = None
    events: list[Event] = field(default_factory=list)
    """All of it, as it was published."""
    decisions: list[Decision] = field(default_factory=list)

    @property
    def may_be_two(self) -> bool:
        """Whether some of it may have been decided later in the same second: all of it is told without a solve."""
        return all(decision.cause is Cause.WITHDRAWN for decision in self.decisions)


def moments_of(outputs: Iterable[Event]) -> Iterator[Moment]:
    """Cut outputs into moments, in their order. What is neither a plan nor a decision belongs to none.

    A plan begins a moment, and so does what is decided without a solve at another time or out of turn.
    Two decisions that nothing tells apart become one moment: then the facts did not matter to the second.
    """
    moment: Moment | None = None
    for event in outputs:
        if isinstance(event.data, PlanCertified):
            if moment is not None:
                yield moment
            moment = Moment(epoch_s(event.data.decided_at), event.data, [event])
        elif isinstance(event.data, ParcelMatched | ParcelUnmatched):
            if moment is None or _is_another(moment, event.data):
                if moment is not None:
                    yield moment
                moment = Moment(epoch_s(event.data.decided_at))
            moment.events.append(event)
            moment.decisions.append(event.data)
    if moment is not None:
        yield moment


def _is_another(moment: Moment, decision: Decision) -> bool:
    """Whether a decision belongs to a moment of its own."""
    turn = _WITHOUT_A_SOLVE.get(decision.cause)
    if turn is None:
        return False
    last = moment.decisions[-1] if moment.decisions else None
    out_of_turn = last is not None and _WITHOUT_A_SOLVE.get(last.cause, 2) > turn
    return out_of_turn or epoch_s(decision.decided_at) != moment.now
