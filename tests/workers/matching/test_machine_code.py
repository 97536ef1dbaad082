"""Machine code that may hold functions of changed files is not used."""

import os
from pathlib import Path

import pytest

from workers.matching.machine_code import drop_outdated


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two sources, compiled after they were written; and one that nothing was compiled of."""
    for number, name in enumerate(("search.py", "room.py", "words.py")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000, 1000 + number))
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    for name in ("search.find-12.py311.nbi", "search.find-12.py311.1.nbc", "room.take-3.py311.nbi"):
        (cache / name).touch()
        os.utime(cache / name, (2000, 2000))
    (cache / "search.cpython-311.pyc").touch()
    return tmp_path


def kept(package: Path) -> int:
    return sum(file.suffix in {".nbi", ".nbc"} for file in (package / "__pycache__").iterdir())


def test_what_is_newer_than_its_sources_is_kept(package: Path) -> None:
    drop_outdated(package)
    assert kept(package) == 3


def test_a_change_of_one_source_makes_all_outdated(package: Path) -> None:
    os.utime(package / "room.py", (3000, 3000))
    drop_outdated(package)
    assert kept(package) == 0
    assert (package / "__pycache__" / "search.cpython-311.pyc").exists()


def test_a_change_of_a_source_that_nothing_is_compiled_of_changes_nothing(package: Path) -> None:
    os.utime(package / "words.py", (3000, 3000))
    drop_outdated(package)
    assert kept(package) == 3
