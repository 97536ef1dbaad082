"""Run every check over the events of a plan, or of a service's whole log, area by area."""

from collections import defaultdict
from collections.abc import Iterable

from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.unmatched import ParcelUnmatched
from matcher.verify.checks import CHECKS
from matcher.verify.facts import history_of
from matcher.verify.moments import moments_of
from matcher.verify.violation import Violation
from matcher.verify.walk import Walk

_ORDER = {check.__name__: number for number, check in enumerate(CHECKS)}


def verify(inputs: Iterable[Event], outputs: Iterable[Event], now: int | None = None) -> list[Violation]:
    """Check everything that was decided, each decision by the facts it can have been made on.

    `inputs` and `outputs` are each in the order of their topics; how the topics interleave is not asked.
    `now`, in seconds since 1970, is when they were read from the log of a running service: since the
    newest event, time may have passed without a word. Returns every violation found, by check and in the
    order of the outputs; an empty list means that every match was possible as long as it was live, and
    every figure right. Whether an unmatched parcel could have been matched is not asked here.
    """
    inputs_of: dict[str, list[Event]] = defaultdict(list)
    outputs_of: dict[str, list[Event]] = defaultdict(list)
    for event in inputs:
        inputs_of[event.area].append(event)
    for event in outputs:
        outputs_of[event.area].append(event)
    violations: list[Violation] = []
    for area in sorted({*inputs_of, *outputs_of}):
        found = _verify_area(area, inputs_of[area], outputs_of[area], now)
        violations += sorted(dict.fromkeys(found), key=lambda violation: _ORDER[violation.check])
    return violations


def _verify_area(area: str, inputs: list[Event], outputs: list[Event], now: int | None) -> list[Violation]:
    history = history_of(inputs)
    decided = {event.data.parcel_id for event in outputs if isinstance(event.data, ParcelMatched | ParcelUnmatched)}
    undecided = [parcel for name, parcel in history.shipments.of.items() if parcel.requests and name not in decided]
    walk = Walk(area, history, undecided)
    for moment in moments_of(outputs):
        walk.take(moment)
    walk.end(outputs, now)
    return walk.violations
