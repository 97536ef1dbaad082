"""A child process: what it is started with, its end, and the signals we send it and nobody else."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """What runs in a child: a function of a module, and the one argument it gets, pickled on its way."""

    name: str
    run: Callable[[Any], None]
    argument: Any


class ChildProcess:
    """A process we started, from its start on. Belongs to a running event loop."""

    def __init__(self, spec: ChildSpec) -> None:
        self.name = spec.name
        context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess = context.Process(target=spec.run, args=(spec.argument,), name=spec.name)
        with _interrupts_blocked():
            self._process.start()
        self.pid: int = self._process.pid  # type: ignore[assignment]  # there is one once it is started
        _log.info("child started", child=self.name, pid=self._process.pid)

    async def ended(self) -> None:
        """Return when the process is gone."""
        gone = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()

    @property
    def fault(self) -> str | None:
        """How it failed, once it has ended; None if it ended well."""
        code = self._process.exitcode
        if not code:
            return None
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    def terminate(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once; what it had not committed is decided again."""
        _log.warning("child killed", child=self.name, pid=self._process.pid)
        self._process.kill()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """A child inherits what is blocked: Ctrl-C is for us alone, and we tell our children."""
    resource_tracker.ensure_running()  # starting it would unblock them again
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
