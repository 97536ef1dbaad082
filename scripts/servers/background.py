"""Servers that run on after the command that started them: who holds them, and where they are."""

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scripts.servers.cache import cache_folder
from scripts.servers.errors import ServerFailedError

_PATIENCE_S = 90.0


class _Holder(NamedTuple):
    """The process that has the servers."""

    pid: int
    addresses: dict[str, str]


def start(holder: Sequence[str]) -> dict[str, str]:
    """The addresses of the servers in the background; if there are none, the holder is started first.

    Raises
    ------
    ServerFailedError
        The holder ended; the text is what it said.
    """
    found = addresses()
    if found is not None:
        return found
    said = _file("log")
    with said.open("w") as log:
        held = subprocess.Popen(holder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    until = time.monotonic() + _PATIENCE_S
    while found is None and held.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
        found = addresses()
    if found is None:
        raise ServerFailedError(said.read_text(encoding="utf-8").strip())
    return found


def addresses() -> dict[str, str] | None:
    """Where the servers in the background are; None = there are none."""
    holder = _holder()
    return None if holder is None else holder.addresses


def stop() -> bool:
    """End the servers in the background and wait until they are gone; whether there were any."""
    holder = _holder()
    if holder is None:
        return False
    os.kill(holder.pid, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE_S
    while _holder() is not None and time.monotonic() < until:
        time.sleep(0.05)
    return True


@contextmanager
def announced(where: Mapping[str, str]) -> Iterator[None]:
    """Tell the other commands of these addresses, as long as this process lives and the block lasts.

    Raises
    ------
    ServerFailedError
        Another process has servers in the background.
    """
    with _file("json").open("a+", encoding="utf-8") as state:
        try:
            fcntl.flock(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServerFailedError("Servers run in the background already.") from error
        state.truncate(0)
        json.dump(_Holder(os.getpid(), dict(where)), state)
        state.flush()
        yield


def _holder() -> _Holder | None:
    """What the holder says, if there is one: it holds a lock on its file, and the kernel lets go of it at its end."""
    try:
        with _file("json").open(encoding="utf-8") as state:
            try:
                fcntl.flock(state, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                said = state.read()
                return _Holder(*json.loads(said)) if said else None
    except FileNotFoundError:
        pass
    return None


def _file(kind: str) -> Path:
    return cache_folder() / f"running.{kind}"
