"""A worker as a process of its own: what it is started with, and its entry point."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from workers.entry_point import run_process
from workers.errors import InputError
from workers.log.port import EventLog, LeasedLog, Membership
from workers.matching.decider import MakeDecider
from workers.matching.decider_process import ProcessDeciders
from workers.matching.figures import WorkerFigures
from workers.matching.given_holdings import GivenHoldings
from workers.matching.group_holdings import GroupHoldings
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.ownership import Holdings
from workers.matching.worker import Worker
from workers.reporting import ReportTo, reporting
from workers.stopping import told_to_stop


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """All a worker process needs to know. Pickled on its way there, functions by name.

    `partitions`: taken by force at the start; None = a fair share of all: by leases, with a `fleet` of so
    many workers being started, or as member of the group that `join` joins under the name it is given.
    `report_to`: who is told once a second how it goes.
    """

    name: str
    open_log: Callable[[], Awaitable[EventLog]]
    make_decider: MakeDecider
    partitions: tuple[int, ...] | None = None
    settings: LoopSettings = field(default_factory=LoopSettings)
    log_level: str = "info"
    fleet: int = 1
    join: Callable[[str], Awaitable[Membership]] | None = None
    report_to: ReportTo | None = None


def run_worker(spec: WorkerSpec) -> None:
    """Work until SIGTERM or SIGINT, until the parent is gone or, if so set, until all is drained.

    Ends the process with exit code 0, or with that of the error that ended it.
    """
    run_process(spec.name, spec.log_level, _work(spec))


def owner_name(name: str, pid: int) -> str:
    """Under which name a worker process owns partitions: never that of another process."""
    return f"{name}/{pid}"


async def _work(spec: WorkerSpec) -> None:
    stop = told_to_stop()
    log = await spec.open_log()
    try:
        figures = WorkerFigures()
        settings = spec.settings if spec.report_to is None else replace(spec.settings, on_commit=figures.record)
        holdings = await _holdings(spec, log)
        worker = Worker(log, ProcessDeciders(spec.make_decider), holdings, settings)
        async with reporting(spec.report_to, lambda to: to.send(figures.samples(holdings), worker.troubles)):
            await worker.run(stop)
    finally:
        await log.close()


async def _holdings(spec: WorkerSpec, log: EventLog) -> Holdings:
    owner = owner_name(spec.name, os.getpid())
    if isinstance(log, LeasedLog):
        return LeasedHoldings(log, owner, spec.partitions, fleet=spec.fleet)
    if spec.partitions is not None:
        return GivenHoldings(log, owner, spec.partitions)
    if spec.join is None:
        raise InputError("On a log without leases a worker is given its partitions, or a group to join.")
    return GroupHoldings(log, await spec.join(owner))
