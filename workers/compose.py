"""The composition root: the one place that chooses which log, which decider and which clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from contracts.envelope import from_record
from contracts.event import Event
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.topics import Topic
from workers.child import ChildSpec
from workers.clock import FixedClock
from workers.errors import ViewsError
from workers.log.memory import MemoryLog
from workers.log.port import EventLog, lag
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import EVERYTHING, BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.ownership import Holdings
from workers.matching.snapshots import SnapshotFolder
from workers.matching.worker import Worker
from workers.matching.worker_process import WorkerSpec, run_worker
from workers.reporting import ReportTo
from workers.service.data_dir import DataDir
from workers.service.service import Wiring, run_service
from workers.service.who_runs import WhoRuns
from workers.settings import Settings
from workers.supervisor import supervise
from workers.surfaces.gateway.gateway_process import GatewaySpec, run_gateway
from workers.views.memory import MemoryReadModel
from workers.views.port import ReadModel
from workers.views.projector import OnLag, Projector, ProjectorSettings
from workers.views.projector_process import ProjectorSpec, run_projector
from workers.views.shown import Shown
from workers.views.sqlite.model import SqliteReadModel

_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about a data directory is put to."""

    log: EventLog
    model: ReadModel
    settings: ProjectorSettings
    """Of a projector that keeps the model up to date while somebody looks on."""


def decide_offline(events: Sequence[Event], now: int, settings: SolveSettings) -> list[Event]:
    """What one worker answers to all events together, decided as at `now`: the outputs, in order.

    The same worker and decider as in service, on a log in memory and with a clock that stands still.
    """
    return asyncio.run(_decide_offline(events, now, settings))


async def _decide_offline(events: Sequence[Event], now: int, settings: SolveSettings) -> list[Event]:
    log = MemoryLog(partitions=1)
    await publish(log, events)
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions, settings))
    loop = LoopSettings(limits=EVERYTHING, clock=FixedClock(now), until_drained=True)
    await Worker(log, deciders, Holdings(log, "offline", None), loop).run(asyncio.Event())
    return await _outputs(log, 0)


def decide_in_workers(
    log_path: Path,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    """Publish each area's events into an embedded log and let a worker process per area decide.

    `now`: when each area is decided, in seconds since 1970; areas that share a partition share the
    latest. Returns each area's outputs. `on_lag` is told again and again how many records each area has
    still to come.
    """
    return asyncio.run(_decide_in_workers(log_path, areas, now, settings, on_lag))


async def _decide_in_workers(
    log_path: Path,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    open_log = partial(SqliteLog.open, log_path, DEFAULT_PARTITIONS)
    async with await open_log() as log:
        for events in areas.values():
            await publish(log, events)
        homes = {area: partition_of(area, log.partitions) for area in areas}
        clocks = {home: FixedClock(max(now[area] for area in areas if homes[area] == home)) for home in homes.values()}
        specs = [
            WorkerSpec(
                name=f"worker-{number}",
                open_log=open_log,
                make_decider=MakePartitionDecider(log.partitions, settings),
                partitions=(partition,),
                settings=LoopSettings(limits=EVERYTHING, clock=clocks[partition], until_drained=True),
                log_level="warning",
            )
            for number, partition in enumerate(sorted(clocks), start=1)
        ]
        watch = asyncio.create_task(_watch(log, homes, on_lag))
        try:
            await supervise(specs, asyncio.Event())
        finally:
            watch.cancel()
        on_lag(dict.fromkeys(areas, 0))
        return {area: await _outputs(log, partition, area) for area, partition in homes.items()}


async def _watch(log: EventLog, homes: dict[str, int], on_lag: Callable[[dict[str, int]], None]) -> None:
    while True:
        on_lag({area: lag(await log.ends(home), await log.committed(home)) for area, home in homes.items()})
        await asyncio.sleep(_LOOK_S)


async def _outputs(log: EventLog, partition: int, area: str | None = None) -> list[Event]:
    """What was decided on a partition, for one of its areas or for all."""
    records = await log.read(Topic.MATCHES, partition, 0)
    events = (from_record(record, log.partitions) for record in records)
    return [event for event in events if area in {None, event.area}]


@asynccontextmanager
async def data_log(data: DataDir) -> AsyncIterator[EventLog]:
    """The log of a data directory, whether a service runs there or not. Raises InputError if there is none."""
    data.require_log()
    async with await SqliteLog.open(data.log, create=False) as log:
        yield log


async def open_views(path: Path) -> ReadModel:
    """The read model of a data directory; what is missing or damaged is made anew, empty."""
    return await SqliteReadModel.open(path, thorough=True)


@asynccontextmanager
async def data_views(data: DataDir, patience_s: float, on_lag: OnLag | None = None) -> AsyncIterator[Asked]:
    """The log of a data directory and a read model that knows all that is in it by now.

    Another projector has `patience_s` to do the work. Where no read model can be kept it lives in memory.
    """
    async with data_log(data) as log, AsyncExitStack() as stack:
        settings = ProjectorSettings(keep_days=None, patience_s=patience_s)
        try:
            model: ReadModel = await stack.enter_async_context(await SqliteReadModel.open(data.views))
            await Projector(log, model, settings).catch_up(on_lag)
        except ViewsError:
            model = MemoryReadModel()
            await Projector(log, model, settings).catch_up(on_lag)
        yield Asked(log, model, settings)


def serve(settings: Settings, on_start: Callable[[WhoRuns], None]) -> None:
    """Run the embedded service on a data directory until it is told to stop."""
    path = DataDir(settings.data_dir).log
    open_log = partial(SqliteLog.open, path, settings.partitions, lease_s=settings.lease_s)
    asyncio.run(run_service(settings, open_log, partial(_children, settings, open_log), on_start))


def _children(settings: Settings, open_log: Callable[[], Awaitable[EventLog]], wiring: Wiring) -> list[ChildSpec]:
    """The processes of the embedded service."""
    data = DataDir(settings.data_dir)
    views = partial(open_views, data.views)
    worker = WorkerSpec(
        name="worker",
        open_log=open_log,
        make_decider=MakePartitionDecider(
            wiring.partitions, SolveSettings(settings.seed, settings.time_limit_s, settings.method)
        ),
        settings=LoopSettings(
            limits=BatchLimits(settings.max_records, settings.linger_ms / 1000),
            patient=True,
            snapshots=SnapshotFolder(data.snapshots),
        ),
        log_level=settings.log_level,
        fleet=settings.workers,
    )
    names = [f"worker-{number}" for number in range(1, settings.workers + 1)]
    workers = [replace(worker, name=name, report_to=ReportTo(name, wiring.report_to)) for name in names]
    projector = ProjectorSpec(
        name="projector",
        open_log=open_log,
        open_views=views,
        settings=ProjectorSettings(keep_days=settings.keep_days),
        report_to=ReportTo("projector", wiring.report_to),
        log_level=settings.log_level,
    )
    gateway = GatewaySpec(
        name="gateway",
        gate=wiring.gate,
        supervisor=wiring.supervisor,
        open_log=open_log,
        read_shown=Shown(views),
        report_to=ReportTo("gateway", wiring.report_to),
        log_level=settings.log_level,
    )
    return [
        *(ChildSpec(spec.name, run_worker, spec) for spec in workers),
        ChildSpec("projector", run_projector, projector),
        ChildSpec("gateway", run_gateway, gateway),
    ]
