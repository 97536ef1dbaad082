"""The projector as a process of its own: what it is started with, and its entry point."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from workers.entry_point import run_process
from workers.log.port import EventLog
from workers.reporting import ReportTo, reporting
from workers.stopping import told_to_stop
from workers.views.port import ReadModel
from workers.views.projector import Projector, ProjectorSettings


@dataclass(frozen=True, slots=True)
class ProjectorSpec:
    """All a projector process needs to know. Pickled on its way there, functions by name."""

    name: str
    open_log: Callable[[], Awaitable[EventLog]]
    open_views: Callable[[], Awaitable[ReadModel]]
    settings: ProjectorSettings = field(default_factory=ProjectorSettings)
    report_to: ReportTo | None = None
    """Who is told once a second that it is alive."""
    log_level: str = "info"


def run_projector(spec: ProjectorSpec) -> None:
    """Project until SIGTERM or SIGINT, or until the parent is gone.

    Ends the process with exit code 0, or with that of the error that ended it.
    """
    run_process(spec.name, spec.log_level, _project(spec))


async def _project(spec: ProjectorSpec) -> None:
    stop = told_to_stop()
    log = await spec.open_log()
    try:
        model = await spec.open_views()
        try:
            async with reporting(spec.report_to, ReportTo.send):
                await Projector(log, model, spec.settings).run(stop)
        finally:
            await model.close()
    finally:
        await log.close()
