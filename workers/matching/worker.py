"""A worker: the loops of the partitions it holds, and its hold on them."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from workers.errors import Fenced, LogError
from workers.log.port import EventLog, Ownership
from workers.matching.decider import DeciderHost
from workers.matching.loop import LoopSettings, PartitionLoop
from workers.matching.ownership import Holdings

_log = structlog.get_logger(__name__)


class Worker:
    """Runs one PartitionLoop for each partition it holds and keeps hold of them beside."""

    def __init__(self, log: EventLog, deciders: DeciderHost, holdings: Holdings, settings: LoopSettings) -> None:
        self._log = log
        self._deciders = deciders
        self._holdings = holdings
        self._settings = settings
        self._loops: dict[asyncio.Task[None], PartitionLoop] = {}
        self._stop_loops = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop or, if so set, until all is drained. Raises what no loop can mend.

        A decision that is running when it ends is given up; a commit that is running is finished.
        """
        try:
            while not stop.is_set():
                for ownership in await self._take():
                    loop = self._loop(ownership)
                    self._loops[asyncio.create_task(loop.run())] = loop
                if self._settings.until_drained and not self._loops:
                    return
                await self._attend(stop)
                await self._renew()
        finally:
            await self._wind_down()

    @property
    def troubles(self) -> Mapping[int, str]:
        """Why a partition cannot go on at present, for each that cannot."""
        told = {loop.ownership.partition: loop.trouble or self._log.trouble for loop in self._loops.values()}
        return {partition: trouble for partition, trouble in told.items() if trouble is not None}

    def _loop(self, ownership: Ownership) -> PartitionLoop:
        return PartitionLoop(
            self._log, self._deciders, ownership, self._settings, self._stop_loops, resume=self._holdings.resume
        )

    async def _take(self) -> Sequence[Ownership]:
        try:
            return await self._holdings.take()
        except LogError as error:
            if not self._settings.patient:
                raise
            _log.warning("no partition taken", reason=str(error))
            return ()

    async def _attend(self, stop: asyncio.Event) -> None:
        """Wait for the next renewal, the end of a loop, or the word to stop."""
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait(
                [*self._loops, stopping],
                timeout=self._holdings.look_every_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            stopping.cancel()
        for loop in [loop for loop in self._loops if loop.done()]:
            ownership = self._loops.pop(loop).ownership
            try:
                loop.result()
            except Fenced:
                self._holdings.drop(ownership)

    async def _renew(self) -> None:
        try:
            lost = await self._holdings.renew()
        except LogError as error:  # leases run out, which alone takes nothing from anybody
            _log.warning("hold not renewed", reason=str(error))
            return
        for task in [task for task, loop in self._loops.items() if loop.ownership in lost]:
            del self._loops[task]
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        for ownership in lost:
            await self._log.release(ownership)

    async def _wind_down(self) -> None:
        self._stop_loops.set()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._deciders.close()
        try:
            await self._holdings.release()
        except LogError as error:
            _log.warning("partitions not released", reason=str(error))
