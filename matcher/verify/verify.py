"""Run every check over the events of a plan, area by area."""

from collections import defaultdict
from collections.abc import Iterable

from contracts.event import Event
from matcher.verify.checks import CHECKS
from matcher.verify.facts import facts_of
from matcher.verify.picture import picture_of
from matcher.verify.violation import Violation


def verify(inputs: Iterable[Event], outputs: Iterable[Event]) -> list[Violation]:
    """Check the state that input and output events lead to, each in the order of its log.

    Returns every violation found, by check and in the order of the outputs; an empty list means that
    every live match is possible and every figure right. Whether an unmatched parcel could have been
    matched is not asked here.
    """
    inputs_of: dict[str, list[Event]] = defaultdict(list)
    outputs_of: dict[str, list[Event]] = defaultdict(list)
    for event in inputs:
        inputs_of[event.area].append(event)
    for event in outputs:
        outputs_of[event.area].append(event)
    violations: list[Violation] = []
    for area in sorted({*inputs_of, *outputs_of}):
        picture = picture_of(facts_of(inputs_of[area]), outputs_of[area], area)
        for check in CHECKS:
            name = check.__name__
            violations.extend(Violation(name, sentence, subject) for subject, sentence in check(picture))
    return violations
