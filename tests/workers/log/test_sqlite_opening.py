"""Opening a SQLite log: what fits, what is refused, and how SQLite's own errors read."""

import asyncio
import multiprocessing
import os
import resource
import sqlite3
from pathlib import Path

import pytest

from contracts.topics import Topic
from tests.conformance.event_log import message, texts
from workers.errors import InputError, LogBusy, LogError, LogFull, LogReadOnly
from workers.log.sqlite import connection
from workers.log.sqlite.log import SqliteLog


def open_and_close(path: Path, partitions: int | None = None, *, create: bool = True) -> int:
    async def run() -> int:
        async with await SqliteLog.open(path, partitions, create=create) as log:
            return log.partitions

    return asyncio.run(run())


def test_a_new_log_has_eight_partitions_unless_told_otherwise(tmp_path: Path) -> None:
    assert open_and_close(tmp_path / "a.db") == 8
    assert open_and_close(tmp_path / "b.db", 3) == 3
    assert open_and_close(tmp_path / "b.db") == 3


def test_another_number_of_partitions_is_refused(tmp_path: Path) -> None:
    open_and_close(tmp_path / "log.db", 3)
    with pytest.raises(InputError, match=r"log\.db: The event log has 3 partitions and keeps them"):
        open_and_close(tmp_path / "log.db", 4)


def test_no_partitions_are_refused_and_leave_no_log(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least one partition, not 0"):
        open_and_close(tmp_path / "log.db", 0)
    assert open_and_close(tmp_path / "log.db", 2) == 2


def test_a_log_that_is_not_there_is_refused_where_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no event log here"):
        open_and_close(tmp_path / "log.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_log_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "stops.txt"
    text.write_text("stop_id,stop_name\n" * 500)
    with pytest.raises(InputError, match="not an event log"):
        open_and_close(text)
    assert text.read_text() == "stop_id,stop_name\n" * 500
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as foreign:
        foreign.execute("CREATE TABLE song (title TEXT)")
    foreign.close()
    with pytest.raises(InputError, match="not an event log"):
        open_and_close(other)


def test_a_log_of_another_schema_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    open_and_close(path)
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    later.close()
    with pytest.raises(InputError, match="schema version 99, this program writes 2"):
        open_and_close(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"nowhere/log\.db cannot be opened"):
        open_and_close(tmp_path / "nowhere" / "log.db")


def test_a_full_disk_fails_the_append_whole_and_the_log_goes_on_when_there_is_room(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            await log.append(Topic.PARCELS, [message("before")], partition=0)
            pages = await log._call(lambda: log._connection.execute("PRAGMA page_count").fetchone()[0])
            await log._call(lambda: log._connection.execute(f"PRAGMA max_page_count = {pages + 10}"))
            with pytest.raises(LogFull, match="no room left"):
                await log.append(Topic.PARCELS, [message("x" * 1_000_000)], partition=0)
            await log._call(lambda: log._connection.execute("PRAGMA max_page_count = 100000"))
            await log.append(Topic.PARCELS, [message("after")], partition=0)
            assert texts(await log.read(Topic.PARCELS, 0, 0)) == ["before", "after"]

    asyncio.run(run())


def test_where_there_is_no_room_for_what_its_processes_share_the_disk_is_called_full(tmp_path: Path) -> None:
    open_and_close(tmp_path / "log.db")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(LogFull, match=r"no room left for the event log .*log\.db"):
            open_and_close(tmp_path / "log.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert open_and_close(tmp_path / "log.db") == 8


def test_a_log_that_may_not_be_written_says_so_and_can_still_be_read(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            await log.append(Topic.PARCELS, [message("p1")], partition=0)
            await log._call(lambda: log._connection.execute("PRAGMA query_only = ON"))
            with pytest.raises(LogReadOnly, match="cannot be written"):
                await log.append(Topic.PARCELS, [message("p2")], partition=0)
            assert texts(await log.read(Topic.PARCELS, 0, 0)) == ["p1"]

    asyncio.run(run())


def test_a_writer_that_never_gets_its_turn_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
            async with await SqliteLog.open(tmp_path / "log.db") as hurried:
                await log._call(lambda: log._connection.execute("BEGIN IMMEDIATE"))
                with pytest.raises(LogBusy, match="kept the event log"):
                    await hurried.append(Topic.PARCELS, [message("p1")], partition=0)
                await log._call(lambda: log._connection.execute("ROLLBACK"))
                await hurried.append(Topic.PARCELS, [message("p2")], partition=0)
                assert texts(await log.read(Topic.PARCELS, 0, 0)) == ["p2"]

    asyncio.run(run())


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
def test_a_log_is_not_used_across_a_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            here = os.getpid()
            with monkeypatch.context() as forked:
                forked.setattr(os, "getpid", lambda: here + 1)
                with pytest.raises(LogError, match="opened before a fork"):
                    await log.ends(0)
            assert await log.ends(0) == dict.fromkeys(Topic, 0)

    asyncio.run(run())


def test_commits_are_synced_to_the_disk(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            full = 2
            assert await log._call(lambda: log._connection.execute("PRAGMA synchronous").fetchone()[0]) == full
            assert await log._call(lambda: log._connection.execute("PRAGMA journal_mode").fetchone()[0]) == "wal"

    asyncio.run(run())


def test_a_quiet_log_moves_its_write_ahead_file_into_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.log.sqlite.log._QUIET_S", 0.0)

    async def run() -> None:
        path = tmp_path / "log.db"
        async with await SqliteLog.open(path) as log:
            await log.append(Topic.PARCELS, [message("x" * 200_000)], partition=0)
            small = path.stat().st_size
            await log.poll(await log.own(0, "worker"), {Topic.PARCELS: 1}, 1, 0.6)
            assert path.stat().st_size > small + 200_000

    asyncio.run(run())


def test_offsets_go_on_where_they_were_when_old_records_are_removed(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db") as log:
            await log.append(Topic.PARCELS, [message("a"), message("b")], partition=0)
            await log._call(lambda: log._connection.execute("DELETE FROM record"))
            await log.append(Topic.PARCELS, [message("c")], partition=0)
            assert [(r.offset, r.value) for r in await log.read(Topic.PARCELS, 0, 0)] == [(2, b"c")]

    asyncio.run(run())


def test_each_output_row_names_the_epoch_that_wrote_it(tmp_path: Path) -> None:
    async def run() -> None:
        path = tmp_path / "log.db"
        async with await SqliteLog.open(path) as log:
            await log.append(Topic.PARCELS, [message("p1")], partition=0)
            await log.own(0, "first")
            await log.commit(await log.own(0, "second"), [(Topic.MATCHES, message("m1"))], {Topic.PARCELS: 1})
        with sqlite3.connect(path) as reader:
            assert reader.execute("SELECT topic, epoch FROM record ORDER BY topic").fetchall() == [
                ("ridealong.matches", 2),
                ("ridealong.parcels", None),
            ]
        reader.close()

    asyncio.run(run())
