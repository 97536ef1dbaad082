"""Runs worker processes until all have drained: for a job that ends. What goes on for years is `workers/service`."""

import asyncio
from collections.abc import Collection, Sequence

from workers.child import ChildProcess, ChildSpec
from workers.errors import WorkerDied
from workers.matching.worker_process import WorkerSpec, run_worker

GRACE_S = 10.0
"""A child that was told to stop and still runs after so long is killed: no commit takes that long."""


def share_out(partitions: Collection[int], workers: int) -> list[tuple[int, ...]]:
    """Partitions dealt out like cards: one tuple for each worker."""
    dealt = sorted(partitions)
    return [tuple(dealt[first::workers]) for first in range(workers)]


async def supervise(specs: Sequence[WorkerSpec], stop: asyncio.Event) -> None:
    """Run a process for each spec until all have drained, or until told to stop.

    Raises WorkerDied when one ends with an error; the others are ended first.
    """
    started = [ChildProcess(ChildSpec(spec.name, run_worker, spec)) for spec in specs]
    children = {asyncio.create_task(child.ended()): child for child in started}
    stopping = asyncio.create_task(stop.wait())
    try:
        while children and not stop.is_set():
            await asyncio.wait([*children, stopping], return_when=asyncio.FIRST_COMPLETED)
            for task in [task for task in children if task.done()]:
                child = children.pop(task)
                if child.fault is not None:
                    raise WorkerDied(f"{child.name} {child.fault}.")
    finally:
        stopping.cancel()
        await end(children)


async def end(children: dict[asyncio.Task[None], ChildProcess], grace_s: float = GRACE_S) -> None:
    """Tell children to stop, and kill those that are still there after the grace. Keys: their ends."""
    for child in children.values():
        child.terminate()
    if not children:
        return
    _, stubborn = await asyncio.wait(children, timeout=grace_s)
    for task in stubborn:
        children[task].kill()
    await asyncio.gather(*children)
