"""The data directory: made, refused with a sentence, or found to hold no log."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workers.errors import InputError, LogFull
from workers.service.data_dir import DataDir

NOBODY = 65534


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "a" / "b")
    data.make()
    assert list(data.path.iterdir()) == []
    assert data.free_bytes() > 0


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("something else")
    with pytest.raises(InputError, match="the data directory cannot be written: File exists"):
        DataDir(tmp_path / "data").make()


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Root may write anywhere: be somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with as_somebody_without_rights(), pytest.raises(InputError, match="cannot be written: Permission denied"):
            DataDir(Path(folder)).make()
        assert list(Path(folder).iterdir()) == []


def test_a_disk_that_may_only_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def touch(path: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "touch", touch)
    with pytest.raises(InputError, match="cannot be written: Read-only file system"):
        DataDir(tmp_path).make()


def test_a_folder_without_a_log_is_told_apart(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    assert not data.has_log
    with pytest.raises(InputError, match="no Ridealong log in this data directory"):
        data.require_log()
    data.log.touch()
    data.require_log()


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = DataDir(tmp_path)
    monkeypatch.setattr(DataDir, "free_bytes", lambda _: 2**20 - 1)
    with pytest.raises(LogFull, match=f"no room left in the data directory {tmp_path}: free at least 1 MiB") as refused:
        data.make()
    assert refused.value.exit_code == 1
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(DataDir, "free_bytes", lambda _: 2**20)
    data.make()


def test_a_disk_on_which_not_even_a_name_fits_is_refused_as_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def touch(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "touch", touch)
    with pytest.raises(LogFull, match="no room left in the data directory"):
        DataDir(tmp_path).make()
