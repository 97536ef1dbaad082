"""What the projector's tests run in other processes. Pickled by name."""

from functools import partial
from pathlib import Path

from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog
from workers.views.port import ReadModel
from workers.views.projector import ProjectorSettings
from workers.views.projector_process import ProjectorSpec
from workers.views.sqlite.model import SqliteReadModel


async def open_log(folder: Path) -> EventLog:
    return await SqliteLog.open(folder / "log.sqlite", create=False)


async def open_views(folder: Path) -> ReadModel:
    return await SqliteReadModel.open(folder / "views.sqlite", thorough=True)


def spec(folder: Path) -> ProjectorSpec:
    return ProjectorSpec(
        "projector",
        partial(open_log, folder),
        partial(open_views, folder),
        ProjectorSettings(keep_days=None),
        log_level="error",
    )
