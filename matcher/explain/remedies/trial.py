"""Trials: which of some changes helps. They ask by yielding changes, so that many share one search."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from matcher.explain.remedies.change import Change
from matcher.journeys.journey import Journey


@dataclass(frozen=True, slots=True)
class Found:
    """A change that helps, and the journey it opens."""

    change: Change
    journey: Journey


Trial = Generator[Sequence[Change], "list[Journey | None]", Found | None]
"""Yields changes to try, each by itself, and is sent the journey that each opens."""


def first(changes: Sequence[Change], at_once: int = 4) -> Trial:
    """The first that helps; more and more are asked about at a time."""
    asked = 0
    while asked < len(changes):
        some = changes[asked : asked + at_once]
        journeys = yield some
        for change, journey in zip(some, journeys, strict=True):
            if journey is not None:
                return Found(change, journey)
        asked, at_once = asked + at_once, 2 * at_once
    return None


def bisected(count: int, change: Callable[[int], Change]) -> Trial:
    """The first that helps of `change(0)`, ..., `change(count - 1)`, where each after one that helps does too."""
    if count == 0:
        return None
    fails, helps = -1, count - 1
    best = yield from _one(change(helps))
    while best is not None and helps - fails > 1:
        middle = (fails + helps) // 2
        better = yield from _one(change(middle))
        if better is None:
            fails = middle
        else:
            best, helps = better, middle
    return best


def _one(change: Change) -> Trial:
    (journey,) = yield [change]
    return None if journey is None else Found(change, journey)


def run(trials: Sequence[Trial], ask: Callable[[list[tuple[int, Change]]], list[Journey | None]]) -> list[Found | None]:
    """Run trials side by side. `ask` answers changes of many trials, each with the number of its trial."""
    found: list[Found | None] = [None] * len(trials)
    waiting: dict[int, Sequence[Change]] = {}

    def go_on(number: int, answer: list[Journey | None] | None) -> None:
        try:
            waiting[number] = trials[number].send(answer)  # type: ignore[arg-type]  # None starts a generator
        except StopIteration as end:
            found[number] = end.value
            waiting.pop(number, None)

    for number in range(len(trials)):
        go_on(number, None)
    while waiting:
        asked = [(number, change) for number, changes in waiting.items() for change in changes]
        answers = iter(ask(asked))
        for number, changes in list(waiting.items()):
            go_on(number, [next(answers) for _ in changes])
    return found
