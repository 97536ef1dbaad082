"""Starts worker processes, notices when one dies, and ends them all."""

import asyncio
import multiprocessing
from collections.abc import Collection, Sequence
from multiprocessing.context import SpawnProcess

import structlog

from workers.errors import WorkerDied
from workers.matching.worker_process import WorkerSpec, run_worker

_log = structlog.get_logger(__name__)

GRACE_S = 10.0
"""A worker that was told to stop and still runs after so long is killed: no commit takes that long."""


def share_out(partitions: Collection[int], workers: int) -> list[tuple[int, ...]]:
    """Partitions dealt out like cards: one tuple for each worker."""
    dealt = sorted(partitions)
    return [tuple(dealt[first::workers]) for first in range(workers)]


async def supervise(specs: Sequence[WorkerSpec], stop: asyncio.Event) -> None:
    """Run a process for each spec until all have drained, or until told to stop.

    Raises WorkerDied when one ends with an error; the others are ended first.
    """
    workers = {asyncio.create_task(process.ended()): process for process in map(_WorkerProcess, specs)}
    stopping = asyncio.create_task(stop.wait())
    try:
        while workers and not stop.is_set():
            await asyncio.wait([*workers, stopping], return_when=asyncio.FIRST_COMPLETED)
            for task in [task for task in workers if task.done()]:
                workers.pop(task).check()
    finally:
        stopping.cancel()
        await _end(workers)


async def _end(workers: dict[asyncio.Task[None], "_WorkerProcess"]) -> None:
    for process in workers.values():
        process.terminate()
    if not workers:
        return
    _, stubborn = await asyncio.wait(workers, timeout=GRACE_S)
    for task in stubborn:
        workers[task].kill()
    await asyncio.gather(*workers)


class _WorkerProcess:
    """A process we started; nothing else is ever signalled."""

    def __init__(self, spec: WorkerSpec) -> None:
        self._name = spec.name
        context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess = context.Process(target=run_worker, args=(spec,), name=spec.name)
        self._process.start()
        _log.info("worker started", worker=self._name, pid=self._process.pid)

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
        _log.info("worker ended", worker=self._name, exit_code=self._process.exitcode)

    def check(self) -> None:
        """Raises WorkerDied unless it ended well."""
        code = self._process.exitcode
        if code:
            how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
            raise WorkerDied(f"{self._name} {how}.")

    def terminate(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once; what it had not committed is decided again."""
        _log.warning("worker killed", worker=self._name, pid=self._process.pid)
        self._process.kill()
