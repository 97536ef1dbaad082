"""The independent reader compares the read model's file with its own fold, row by row."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.reader import read
from workers.service.data_dir import DataDir

START = 1_800_000_000


@pytest.fixture
def copied(flawless: DataDir, tmp_path: Path) -> DataDir:
    return DataDir(Path(shutil.copytree(flawless.path, tmp_path / "data", ignore=shutil.ignore_patterns("*.wake"))))


def test_it_finds_nothing_wrong_with_the_read_model_of_a_flawless_log(flawless: DataDir) -> None:
    assert read.check(flawless.log, flawless.views).violations == []


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("mark", "UPDATE mark SET position = position - 1 WHERE position > 0"),
        ("place", "DELETE FROM place WHERE stop_id = 'market'"),
        ("trip", "DELETE FROM trip WHERE trip_id = 'north-0'"),
        ("request", "UPDATE request SET volume_ml = volume_ml + 1"),
        ("request", "DELETE FROM request WHERE event_id IN (SELECT request_id FROM decision)"),
        ("decision", "DELETE FROM decision WHERE revision = 2"),
        ("decision", "UPDATE decision SET cause = 'operator' WHERE revision = 1"),
        ("live_leg", "UPDATE live_leg SET trip_key = 'ghost'"),
        ("plan", "UPDATE plan SET plan_id = 'older'"),
        ("reject", "UPDATE reject SET code = 'TOO_BIG' WHERE code = 'NOT_JSON'"),
    ],
)
def test_it_sees_what_is_wrong_in_the_read_model(table: str, statement: str, copied: DataDir) -> None:
    with closing(sqlite3.connect(copied.views)) as connection, connection:
        assert connection.execute(statement).rowcount > 0
    violations = read.check(copied.log, copied.views).violations
    assert any(violation.startswith(f"views: {table}") for violation in violations), violations
