"""The decider process, seen from the worker: spawned at the first need, asked through a pipe.

One child holds the deciders of all of a worker's partitions. When it dies every one of them is lost;
the next `open` starts another child.
"""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from contracts.record import Record
from workers.errors import DeciderDied
from workers.matching.decider import MakeDecider, Outcome
from workers.matching.decider_child import Failure, Method, Request, run_child

_log = structlog.get_logger(__name__)


class ProcessDeciders:
    """A DeciderHost in a child process.

    Parameters
    ----------
    make_decider
        Picklable: a function of a module, a class, or a partial of one.
    """

    def __init__(self, make_decider: MakeDecider) -> None:
        self._make_decider = make_decider
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the living child."""
        return None if self._child is None else self._child.pid

    async def open(self, partition: int) -> "ProcessDecider":
        """A decider with empty state, in a new child if there is none alive."""
        if self._child is not None and not self._child.alive:
            await self.close()
        if self._child is None:
            self._child = _Child(self._make_decider)
        decider = ProcessDecider(self._child, partition)
        await self._child.ask("open", partition)
        return decider

    async def close(self) -> None:
        """End the child, whatever it is doing: it holds nothing but state."""
        if self._child is not None:
            child, self._child = self._child, None
            await child.kill()


class ProcessDecider:
    """One partition's decider in a child. Lost when the child dies."""

    def __init__(self, child: "_Child", partition: int) -> None:
        self._child = child
        self._partition = partition

    async def replay(self, records: Sequence[Record]) -> None:
        """Fold what is already decided."""
        await self._child.ask("replay", self._partition, records)

    async def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """Fold and decide."""
        outcome: Outcome = await self._child.ask("decide", self._partition, records, now)
        return outcome

    async def next_alarm(self) -> int | None:
        """When time alone changes something next."""
        alarm: int | None = await self._child.ask("next_alarm", self._partition)
        return alarm

    async def snapshot(self) -> bytes:
        """The state as it is now."""
        state: bytes = await self._child.ask("snapshot", self._partition)
        return state

    async def restore(self, snapshot: bytes) -> bool:
        """Take the state of a snapshot, if it fits."""
        taken: bool = await self._child.ask("restore", self._partition, snapshot)
        return taken


class _Child:
    """A spawned process and the thread that talks to it, one request after the other."""

    def __init__(self, make_decider: MakeDecider) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=run_child, args=(theirs, make_decider), name="decider")
        self._process.start()
        theirs.close()  # ours is the only end left: the child's death ends a read at once
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="decider-pipe")
        self._buried = False

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    async def ask(self, method: Method, partition: int, *arguments: object) -> Any:
        """Send a request and wait for its answer, in the thread. Raises DeciderDied."""
        if self._buried:
            raise DeciderDied("The decider process has died: it is replaced for another partition.")
        answer = await asyncio.get_running_loop().run_in_executor(
            self._thread, self._exchange, (method, partition, arguments)
        )
        if isinstance(answer, Failure):
            _log.error("decider failed", partition=partition, call=method, traceback=answer.traceback)
            raise DeciderDied(f"The decider of partition {partition} failed: {answer.sentence}.")
        return answer

    async def kill(self) -> None:
        """End it and wait until it is gone. Whoever still waits for an answer hears that it died."""
        self._buried = True
        self._process.kill()
        await asyncio.to_thread(self._bury)

    def _exchange(self, request: Request) -> object:
        try:
            self._pipe.send(request)
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(timeout=1)
            raise DeciderDied(f"The decider process has died ({_reason(self._process.exitcode)}).") from error

    def _bury(self) -> None:
        self._thread.shutdown()  # its reads end with the process
        self._process.join()
        self._pipe.close()
        self._process.close()


def _reason(exitcode: int | None) -> str:
    if exitcode is None:
        return "its pipe is closed"
    return f"signal {-exitcode}" if exitcode < 0 else f"exit code {exitcode}"
