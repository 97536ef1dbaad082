"""The file of the read model is disposable: whatever is at its path, it is usable after opening."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.conformance.read_model import MORNING, PARTITIONS, PLANNED
from tests.worlds.answers import answers_of
from workers.errors import InputError, ViewsDamaged, ViewsError
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.projector import Projector, ProjectorSettings
from workers.views.sqlite import schema
from workers.views.sqlite.model import SqliteReadModel

KEEP_ALL = ProjectorSettings(keep_days=None)


def views(folder: Path) -> Path:
    return folder / "views.sqlite"


async def filled(folder: Path) -> tuple[MemoryLog, dict[str, object]]:
    """A log and a closed read model with all of it; what it answered."""
    log = MemoryLog(PARTITIONS)
    await publish(log, [*MORNING.events, *PLANNED])
    return log, await project(log, folder)


async def project(log: MemoryLog, folder: Path) -> dict[str, object]:
    async with await SqliteReadModel.open(views(folder), thorough=True) as model:
        await Projector(log, model, KEEP_ALL).catch_up()
        return await answers_of(model, MORNING)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(30):
            await scenario()

    asyncio.run(bounded())


def remove(folder: Path) -> None:
    views(folder).unlink()


def overwrite(folder: Path) -> None:
    views(folder).write_bytes(b"this is not a database, but it is long enough to look like one" * 200)


def empty(folder: Path) -> None:
    views(folder).write_bytes(b"")


def truncate(folder: Path) -> None:
    content = views(folder).read_bytes()
    views(folder).write_bytes(content[: len(content) // 2])


def scribble(folder: Path) -> None:
    with views(folder).open("r+b") as file:
        for page in range(4096, views(folder).stat().st_size, 4096):
            file.seek(page)
            file.write(b"\xff" * 200)


def age(folder: Path) -> None:
    connection = sqlite3.connect(views(folder))
    connection.execute("DROP TABLE decision")
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION - 1}")
    connection.close()


@pytest.mark.parametrize("harm", [remove, overwrite, empty, truncate, scribble, age])
def test_a_file_that_cannot_be_used_is_rebuilt_from_the_log(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    async def scenario() -> None:
        log, answers = await filled(tmp_path)
        harm(tmp_path)
        assert await project(log, tmp_path) == answers

    run(scenario)


def test_what_was_applied_is_there_after_reopening(tmp_path: Path) -> None:
    async def scenario() -> None:
        _, answers = await filled(tmp_path)
        async with await SqliteReadModel.open(views(tmp_path)) as model:
            assert await answers_of(model, MORNING) == answers

    run(scenario)


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(views(tmp_path))
    connection.execute("CREATE TABLE precious (x)")
    connection.close()
    before = views(tmp_path).read_bytes()

    async def scenario() -> None:
        with pytest.raises(InputError, match="not a read model"):
            await SqliteReadModel.open(views(tmp_path))

    run(scenario)
    assert views(tmp_path).read_bytes() == before


@pytest.mark.parametrize("harm", [remove, overwrite])
def test_a_running_projector_mends_a_file_that_is_lost_or_damaged(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    async def scenario() -> None:
        log, answers = await filled(tmp_path)
        model = await SqliteReadModel.open(views(tmp_path), thorough=True)
        asker = await SqliteReadModel.open(views(tmp_path))
        stop = asyncio.Event()
        projecting = asyncio.create_task(Projector(log, model, KEEP_ALL).run(stop))
        await asyncio.sleep(0.05)
        harm(tmp_path)
        await publish(log, MORNING.events[-1:])  # a repeated request: the answers stay as they were
        while await _answers_or_none(asker) != answers:  # noqa: ASYNC110 - a read model sets no event
            await asyncio.sleep(0.02)
        stop.set()
        await projecting
        await asker.close()
        await model.close()
        async with await SqliteReadModel.open(views(tmp_path), thorough=True) as reopened:
            assert await answers_of(reopened, MORNING) == answers

    run(scenario)


async def _answers_or_none(model: SqliteReadModel) -> dict[str, object] | None:
    try:
        return await answers_of(model, MORNING)
    except ViewsDamaged:
        return None


def test_a_folder_that_is_not_there_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        with pytest.raises(ViewsError, match="does its folder exist"):
            await SqliteReadModel.open(tmp_path / "nowhere" / "views.sqlite")

    run(scenario)


def test_clearing_leaves_an_open_reader_with_an_empty_model(tmp_path: Path) -> None:
    async def scenario() -> None:
        await filled(tmp_path)
        async with (
            await SqliteReadModel.open(views(tmp_path)) as reader,
            await SqliteReadModel.open(views(tmp_path)) as other,
        ):
            assert await reader.areas() != []
            await other.clear()
            assert await reader.areas() == []
            assert await reader.marks() == {}

    run(scenario)
