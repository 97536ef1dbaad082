"""The numbered steps of one commit, and the hook that lets a test stop the world around each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Literal, NamedTuple


class Step(IntEnum):
    """What happens, in this order, between reading a batch and telling anyone about it."""

    DECIDE = 1
    APPEND = 2
    POSITIONS = 3
    DURABLE = 4
    TELL = 5


class FaultPoint(NamedTuple):
    """A moment of a commit."""

    moment: Literal["before", "after"]
    step: Step


Fault = Callable[[FaultPoint], None]
"""Called at every fault point; what it raises goes through, what it kills is dead."""

FAULT_POINTS = tuple(FaultPoint(moment, step) for step in Step for moment in ("before", "after"))


def no_fault(_point: FaultPoint) -> None:
    """Nothing happens."""


@contextmanager
def around(step: Step, fault: Fault) -> Iterator[None]:
    """The block is one step: a fault point before it, and one after it if it succeeds."""
    fault(FaultPoint("before", step))
    yield
    fault(FaultPoint("after", step))
