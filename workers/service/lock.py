"""The lock of a data directory: one service at a time. The kernel lets go of it when its holder dies."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers.errors import InputError

_PATIENCE_S = 1.0
"""Somebody who only looks whether it is held has it for a moment."""


@contextmanager
def held_lock(path: Path) -> Iterator[None]:
    """Hold the lock during the block. Raises InputError, with the holder's process id, if another does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not _take(descriptor):
            raise InputError(
                f"{_holder(path)} already runs on this data directory; stop it first.", file=str(path.parent)
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether some process holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)


def _holder(path: Path) -> str:
    pid = path.read_text(encoding="utf-8").strip()
    return f"Process {pid}" if pid else "Another process"
