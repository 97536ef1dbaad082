"""The thread that owns a connection: does what the event loop hands it, one thing after the other."""

import asyncio
import contextlib
import threading
from asyncio import Future
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")

Job = tuple[Callable[[], Any], "Future[Any]"]
"""What to do, and who waits for it."""


class ConnectionThread:
    """Begins when it is made, in the event loop that will call it.

    There and back costs half of what it costs through an executor: as much as all of SQLite's own work
    where every record is a commit. The thread keeps no process from ending: what it has not committed
    by then has not happened.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._ended = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    async def call(self, work: Callable[[], T]) -> T:
        """Do it there; returns and raises what it does. Whoever is cancelled cannot know whether it was done."""
        if self._ended:
            raise RuntimeError(f"The thread {self._thread.name} has ended.")
        future: Future[T] = self._loop.create_future()
        self._jobs.put((work, future))
        return await future

    def end(self, *, wait: bool = True) -> None:
        """End once it has done what it was handed before."""
        self._ended = True
        self._jobs.put(None)
        if wait:
            self._thread.join()

    def _serve(self) -> None:
        while self._serve_one(self._jobs.get()):
            pass

    def _serve_one(self, job: Job | None) -> bool:
        """A function of its own, so that nothing of a job is kept until the next one comes."""
        if job is None:
            return False
        work, future = job
        if not future.cancelled():
            tell = _done(work, future)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(tell)
        return True


def _done(work: Callable[[], T], future: "Future[T]") -> Callable[[], None]:
    """Do the work; returns what tells whoever waits."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - goes on where the result is awaited
        return partial(_settle, future, future.set_exception, error)
    return partial(_settle, future, future.set_result, result)


def _settle(future: "Future[T]", tell: Callable[[Any], None], outcome: object) -> None:
    if not future.done():
        tell(outcome)
