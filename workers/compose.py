"""The composition root: the one place that chooses which log, which read model, which decider and which clock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Literal

from contracts.envelope import from_record
from contracts.event import Event
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.topics import Topic
from workers.child import ChildSpec
from workers.clock import FixedClock
from workers.errors import InputError, ViewsError
from workers.log.memory import MemoryLog
from workers.log.port import EventLog, Membership, lag
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import EVERYTHING, BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.snapshots import SnapshotFolder
from workers.matching.worker import Worker
from workers.matching.worker_process import WorkerSpec, run_worker
from workers.reporting import ReportTo
from workers.service.data_dir import DataDir
from workers.service.lock import is_held
from workers.service.service import OpenLog, Wiring, run_roles, run_service
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

Role = Literal["worker", "projector", "gateway"]
"""A part of a service that may run by itself, on Kafka and Redis."""
ROLES: tuple[Role, ...] = ("worker", "projector", "gateway")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about a system is put to."""

    log: EventLog
    model: ReadModel
    settings: ProjectorSettings
    """Of a projector that keeps the model up to date while somebody looks on."""
    service_runs: bool


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
    await Worker(log, deciders, LeasedHoldings(log, "offline", None), loop).run(asyncio.Event())
    return await _outputs(log, 0)


def fresh_log(path: Path) -> OpenLog:
    """How an embedded log that is not there yet is opened."""
    return partial(SqliteLog.open, path, DEFAULT_PARTITIONS)


def decide_in_workers(
    open_log: OpenLog,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    """Publish each area's events into a log and let a worker process per area decide.

    `now`: when each area is decided, in seconds since 1970; areas that share a partition share the
    latest. Returns each area's outputs. `on_lag` is told again and again how many records each area has
    still to come.
    """
    return asyncio.run(_decide_in_workers(open_log, areas, now, settings, on_lag))


async def _decide_in_workers(
    open_log: OpenLog,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    log = await open_log()
    try:
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
    finally:
        await log.close()


async def _watch(log: EventLog, homes: dict[str, int], on_lag: Callable[[dict[str, int]], None]) -> None:
    while True:
        on_lag({area: lag(await log.ends(home), await log.committed(home)) for area, home in homes.items()})
        await asyncio.sleep(_LOOK_S)


async def _outputs(log: EventLog, partition: int, area: str | None = None) -> list[Event]:
    """What was decided on a partition, for one of its areas or for all."""
    records = await log.read(Topic.MATCHES, partition, 0)
    events = (from_record(record, log.partitions) for record in records)
    return [event for event in events if area in {None, event.area}]


async def open_log(settings: Settings, *, create: bool = True) -> EventLog:
    """The log of a system: on Kafka, or in its data directory, where it may have to be made first."""
    if settings.on_kafka:
        from workers import distributed  # noqa: PLC0415 - its libraries are loaded only where they are used

        return await distributed.open_log(settings)
    log = DataDir(settings.data_dir).log
    return await SqliteLog.open(log, settings.partitions if create else None, create=create, lease_s=settings.lease_s)


async def open_views(settings: Settings) -> ReadModel:
    """The read model of a system: in Redis, or in its data directory; what is missing or damaged there is made anew."""
    if settings.on_kafka:
        from workers import distributed  # noqa: PLC0415 - its libraries are loaded only where they are used

        return await distributed.open_views(settings)
    return await SqliteReadModel.open(DataDir(settings.data_dir).views, thorough=True)


async def somebody_decides(settings: Settings, log: EventLog) -> bool:
    """Whether a service runs on a system with this log."""
    return bool(await log.owners()) if settings.on_kafka else is_held(DataDir(settings.data_dir).lock)


@asynccontextmanager
async def system_log(settings: Settings) -> AsyncIterator[EventLog]:
    """The log of a system, whether a service runs there or not. Raises InputError if there is none."""
    if not settings.on_kafka:
        DataDir(settings.data_dir).require_log()
    log = await open_log(settings, create=False)
    try:
        yield log
    finally:
        await log.close()


@asynccontextmanager
async def system_views(settings: Settings, patience_s: float, on_lag: OnLag | None = None) -> AsyncIterator[Asked]:
    """The log of a system and a read model that knows all that is in it by now.

    Another projector, if a service runs, has `patience_s` to do the work. Where no read model can be kept it
    lives in memory.
    """
    async with system_log(settings) as log, AsyncExitStack() as stack:
        service_runs = await somebody_decides(settings, log)
        projector = ProjectorSettings(keep_days=None, patience_s=patience_s if service_runs else 0)
        try:
            model = await _views_to_ask(settings)
            stack.push_async_callback(model.close)
            await Projector(log, model, projector).catch_up(on_lag)
        except ViewsError:
            model = MemoryReadModel()
            await Projector(log, model, projector).catch_up(on_lag)
        yield Asked(log, model, projector, service_runs)


async def _views_to_ask(settings: Settings) -> ReadModel:
    if settings.on_kafka:
        return await open_views(settings) if settings.redis_url is not None else MemoryReadModel()
    return await SqliteReadModel.open(DataDir(settings.data_dir).views)


def serve(settings: Settings, on_start: Callable[[str], None]) -> None:
    """Run a whole service until it is told to stop: on a data directory or, with brokers named, on Kafka and Redis."""
    if settings.on_kafka:
        serve_roles(settings, ROLES, settings.port, on_start)
        return
    children = partial(_children, settings, ROLES)
    asyncio.run(run_service(settings, partial(open_log, settings), children, lambda who: on_start(who.url)))


def serve_roles(settings: Settings, roles: Collection[Role], port: int, on_start: Callable[[str], None]) -> None:
    """Run some roles of a system on Kafka and Redis until told to stop. `port`: where their health is told."""
    from workers import distributed  # noqa: PLC0415 - its libraries are loaded only where they are used

    if not settings.on_kafka:
        raise InputError("a role needs Kafka: name its brokers, such as localhost:9092.", field="kafka_bootstrap")
    distributed.check(settings, needs_views="projector" in roles or "gateway" in roles)
    asyncio.run(run_roles(settings, port, partial(open_log, settings), partial(_children, settings, roles), on_start))


def _children(settings: Settings, roles: Collection[Role], wiring: Wiring) -> list[ChildSpec]:
    """The processes of some roles, and the gateway that tells how they are."""
    workers = [_worker(settings, f"worker-{number}", wiring) for number in range(1, settings.workers + 1)]
    return [
        *(ChildSpec(spec.name, run_worker, spec) for spec in workers if "worker" in roles),
        *([ChildSpec("projector", run_projector, _projector(settings, wiring))] if "projector" in roles else []),
        ChildSpec("gateway", run_gateway, _gateway(settings, wiring, looks="gateway" in roles)),
    ]


async def _join(settings: Settings, name: str) -> Membership:
    """Share the partitions with all other workers of the app, under a name of one's own."""
    from workers import distributed  # noqa: PLC0415 - its libraries are loaded only where they are used

    return await distributed.join(settings, name)


def _worker(settings: Settings, name: str, wiring: Wiring) -> WorkerSpec:
    return WorkerSpec(
        name=name,
        open_log=partial(open_log, settings),
        make_decider=MakePartitionDecider(
            wiring.partitions, SolveSettings(settings.seed, settings.time_limit_s, settings.method)
        ),
        settings=LoopSettings(
            limits=BatchLimits(settings.max_records, settings.linger_ms / 1000),
            patient=True,
            snapshots=SnapshotFolder(_snapshots(settings)),
        ),
        log_level=settings.log_level,
        fleet=settings.workers,
        join=partial(_join, settings) if settings.on_kafka else None,
        report_to=ReportTo(name, wiring.report_to),
    )


def _projector(settings: Settings, wiring: Wiring) -> ProjectorSpec:
    return ProjectorSpec(
        name="projector",
        open_log=partial(open_log, settings),
        open_views=partial(open_views, settings),
        settings=ProjectorSettings(keep_days=settings.keep_days),
        report_to=ReportTo("projector", wiring.report_to),
        log_level=settings.log_level,
    )


def _gateway(settings: Settings, wiring: Wiring, *, looks: bool) -> GatewaySpec:
    """`looks`: whether it watches over the whole log, and not only over the processes beside it."""
    return GatewaySpec(
        name="gateway",
        gate=wiring.gate,
        supervisor=wiring.supervisor,
        report_to=ReportTo("gateway", wiring.report_to),
        open_log=partial(open_log, settings) if looks else None,
        read_shown=Shown(partial(open_views, settings)) if looks else None,
        log_level=settings.log_level,
    )


def _snapshots(settings: Settings) -> Path:
    """Those of another cluster or app must never be taken for ours."""
    folder = DataDir(settings.data_dir).snapshots
    if settings.kafka_bootstrap is None:
        return folder
    return folder / f"{settings.app}-{sha256(settings.kafka_bootstrap.encode()).hexdigest()[:12]}"
