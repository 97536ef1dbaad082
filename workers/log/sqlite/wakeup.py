"""Waking readers in other processes: a datagram to each of them after every commit.

Every reader binds a Unix socket in the folder beside the log; writers send a byte to all of them.
A poke may be lost, so a reader also looks every 250 ms whether the file has changed; where it has no
socket (no Unix sockets, a path too long for one, a folder it may not write) it looks every 20 ms.
"""

import asyncio
import contextlib
import os
import socket
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from workers.log.bell import Bell

SAFETY_NET_S = 0.25
POLLING_S = 0.02
_DATAGRAM = 64


class Wakeup:
    """One process's end: rings its bell when another process has committed.

    Parameters
    ----------
    log_path
        The log; the sockets live in `<log_path>.wake/`.
    bell
        What to ring.
    changed
        Asks the log whether another process has committed since it was last asked.
    """

    def __init__(self, log_path: Path, bell: Bell, changed: Callable[[], Awaitable[bool]]) -> None:
        self._folder = log_path.with_name(log_path.name + ".wake")
        self._bell = bell
        self._changed = changed
        self._ear: socket.socket | None = None
        self._ear_path = self._folder / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._mouth: socket.socket | None = None
        self._watch: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Begin to ring the bell; called before every wait. Raises what the watch found wrong."""
        if self._watch is None:
            self._ear = self._open_ear()
            if self._ear is not None:
                asyncio.get_running_loop().add_reader(self._ear, self._hear, self._ear)
            self._watch = asyncio.create_task(self._keep_looking())
        elif self._watch.done():
            watch, self._watch = self._watch, None
            self._close_ear()
            watch.result()

    def poke(self) -> None:
        """Wake every other reader of the log, after a commit. Waits for nobody."""
        try:
            ears = os.listdir(self._folder)  # noqa: PTH208 - names only, after every commit
        except OSError:
            return  # no reader has ever listened
        for name in ears:
            if name != self._ear_path.name:
                self._poke_one(self._folder / name)

    async def close(self) -> None:
        """Stop listening and remove the socket."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        self._close_ear()
        if self._mouth is not None:
            self._mouth.close()

    async def _keep_looking(self) -> None:
        interval_s = POLLING_S if self._ear is None else SAFETY_NET_S
        while True:
            await asyncio.sleep(interval_s)
            if await self._changed():
                self._bell.ring()

    def _open_ear(self) -> socket.socket | None:
        if not hasattr(socket, "AF_UNIX"):
            return None
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._folder.mkdir(exist_ok=True)
            ear.bind(str(self._ear_path))
        except OSError:  # the path is too long for a socket, or the folder is read-only
            ear.close()
            return None
        ear.settimeout(0)
        return ear

    def _hear(self, ear: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                ear.recv(_DATAGRAM)
        self._bell.ring()

    def _close_ear(self) -> None:
        if self._ear is not None:
            asyncio.get_running_loop().remove_reader(self._ear)
            self._ear.close()
            self._ear_path.unlink(missing_ok=True)
            self._ear = None

    def _poke_one(self, ear: Path) -> None:
        if self._mouth is None:
            self._mouth = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._mouth.settimeout(0)
        try:
            self._mouth.sendto(b"!", str(ear))
        except ConnectionRefusedError:
            ear.unlink(missing_ok=True)  # its process died
        except OSError:
            return  # full of pokes already, or just gone: the safety net is there
