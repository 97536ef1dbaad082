"""The decider process, seen from inside: answers requests from a pipe until its parent is gone."""

import gc
import os
import signal
import threading
import traceback
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any, Literal

from workers.matching.decider import Decider, MakeDecider, Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """Answers a request whose decider raised something."""

    sentence: str
    traceback: str


_ALLOCATIONS = 20_000
"""The collector looks for garbage after so many new objects."""

Method = Literal["open", "replay", "decide", "next_alarm", "snapshot", "restore"]
Request = tuple[Method, int, tuple[Any, ...]]
"""What to do, for which partition, with what."""


def run_child(pipe: Connection, make_decider: MakeDecider) -> None:
    """Serve until the pipe closes. Entry point of the spawned process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # sent to the whole group; the worker decides when to end
    threading.Thread(target=_die_with_parent, daemon=True).start()
    deciders: dict[int, Decider] = {}
    while True:
        try:
            request: Request = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(_answer(deciders, make_decider, request))
        except BrokenPipeError:
            return


def _answer(deciders: dict[int, Decider], make_decider: MakeDecider, request: Request) -> object:
    method, partition, arguments = request
    try:
        if method == "open":
            deciders.pop(partition, None)  # two states of a large area need not fit side by side
            deciders[partition] = make_decider(partition)
            _spare_the_collector()
            return None
        return _call(deciders[partition], method, arguments)
    except Exception as error:  # noqa: BLE001 - the last handler of this process: the parent is told and decides
        deciders.pop(partition, None)
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


def _call(decider: Decider, method: Method, arguments: tuple[Any, ...]) -> Outcome | int | bytes | None:
    if method == "replay":
        decider.replay(arguments[0])
        return None
    if method == "decide":
        return decider.decide(arguments[0], arguments[1])
    if method == "snapshot":
        return decider.snapshot()
    if method == "restore":
        return decider.restore(arguments[0])
    return decider.next_alarm()


def _spare_the_collector() -> None:
    """What is imported lives as long as the process, and most of what a decision makes lives as long as its
    parcel: looking through all of it again and again would cost a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def _die_with_parent() -> None:
    """A solve in progress does not outlive the worker it is for."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
