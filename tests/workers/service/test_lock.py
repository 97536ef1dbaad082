"""One service at a time on a data directory."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from tests.workers.service import processes
from workers.errors import InputError
from workers.service.lock import held_lock, is_held

SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def another_holds(path: Path) -> Iterator[SpawnProcess]:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=processes.hold_lock, args=(path, theirs))
    process.start()
    try:
        assert ours.recv() == process.pid
        yield process
    finally:
        process.kill()
        process.join()


def test_a_second_holder_is_refused_with_the_process_id_of_the_first(tmp_path: Path) -> None:
    with another_holds(tmp_path / "lock") as process:
        assert is_held(tmp_path / "lock")
        with pytest.raises(InputError, match=f"Process {process.pid} already runs on this data directory"):
            held_lock(tmp_path / "lock").__enter__()


def test_the_lock_of_a_holder_that_was_killed_is_free_at_once(tmp_path: Path) -> None:
    with another_holds(tmp_path / "lock") as process:
        process.kill()
        process.join()
        assert not is_held(tmp_path / "lock")
        with held_lock(tmp_path / "lock"):
            assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_after_the_block_the_lock_is_free(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")
    with held_lock(tmp_path / "lock"):
        assert is_held(tmp_path / "lock")
    assert not is_held(tmp_path / "lock")
