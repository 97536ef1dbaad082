"""When more lies at a place than fits."""

from collections.abc import Iterable, Iterator

from matcher.verify.room import Wait


def first_over(waits: Iterable[Wait], offered: int) -> Iterator[tuple[int, int]]:
    """Each instant at which it begins to be too much, and how much it is then.

    What leaves at an instant makes room for what comes at it: changes are sorted, leaving first. Where all
    are settled nobody takes room who could be kept out.
    """
    changes: list[tuple[int, int, int]] = []
    for wait in waits:
        if wait.start < wait.end:
            changes.append((wait.start, wait.amount, 0 if wait.settled else 1))
            changes.append((wait.end, -wait.amount, 0 if wait.settled else -1))
    held = unsettled = 0
    was_over = False
    for instant, amount, one in sorted(changes):
        held += amount
        unsettled += one
        is_over = held > offered and unsettled > 0
        if is_over and not was_over:
            yield instant, held
        was_over = is_over
