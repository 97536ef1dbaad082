"""One running server, whatever it is: started, killed and started again on the same data and ports."""

import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.servers import keeper
from scripts.servers.errors import ServerFailedError

START_S = 60.0
_LOG_LINES = 15


class Server(ABC):
    """A server with a folder and a keeper of its own. Whoever holds one may call it from any thread.

    It answers when the constructor returns. `close`, or the death of this process, ends it and removes what it wrote.
    Raises ServerFailedError as `start` does.
    """

    def __init__(self, launch: keeper.Launch, folder: Path) -> None:
        self.folder = folder
        """What the server writes, its output in `server.log`."""
        self.pid = 0
        """The server's process id; in Docker that of its client."""
        self._one_at_a_time = threading.Lock()
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", keeper.__file__, json.dumps(asdict(launch)), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start on the same data and ports, and return when it answers. Nothing happens while it runs.

        Raises
        ------
        ServerFailedError
            It ended, or did not answer within a minute.
        """
        if self._ask("state") == "gone":
            self.pid = int(self._ask("start"))
        self.wait_until_it_answers()

    def wait_until_it_answers(self, within_s: float = START_S) -> None:
        """Return when it serves clients, for example after `resume`."""
        until = time.monotonic() + within_s
        while not self._answers():
            if self._ask("state") == "gone":
                raise ServerFailedError(f"{type(self).__name__} ended: {self.last_lines()}")
            if time.monotonic() > until:
                raise ServerFailedError(f"{type(self).__name__} does not answer: {self.last_lines()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, as an operator would, and wait until it has."""
        self._ask(f"stop {int(signal.SIGTERM)}")

    def kill(self) -> None:
        """End it at once, as a crash would. Its data stay."""
        self._ask(f"stop {int(signal.SIGKILL)}")

    def freeze(self) -> None:
        """Let it stand still: connections stay open and nobody answers."""
        self._ask(f"send {int(signal.SIGSTOP)}")

    def resume(self) -> None:
        """Let it go on after `freeze`."""
        self._ask(f"send {int(signal.SIGCONT)}")

    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._ask("state") == "running"

    def last_lines(self) -> str:
        """The end of its output, without the stacks of Java's exceptions."""
        log = self.folder / "server.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
        told = [line for line in lines if not line.startswith("\tat ")]
        return "\n".join(told[-_LOG_LINES:]) or "it has said nothing."

    def close(self) -> None:
        """End it for good and remove its folder."""
        with self._one_at_a_time:
            if self._keeper.stdin is not None and self._keeper.stdout is not None:
                self._keeper.stdin.close()
                self._keeper.stdout.close()
            self._keeper.wait()
        remove(self.folder)  # what a keeper that was killed has left

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it serves clients now; returns soon."""

    def _ask(self, command: str) -> str:
        with self._one_at_a_time:
            if self._keeper.stdin is None or self._keeper.stdout is None or self._keeper.stdin.closed:
                raise ServerFailedError(f"{type(self).__name__} has been closed.")
            try:
                self._keeper.stdin.write(command + "\n")
                self._keeper.stdin.flush()
                answer = self._keeper.stdout.readline().strip()
            except BrokenPipeError:
                answer = ""
        if not answer:
            raise ServerFailedError(f"the keeper of {type(self).__name__} is gone.")
        return answer


def temporary_folder(name: str) -> Path:
    """A new folder for a server's data."""
    return Path(tempfile.mkdtemp(prefix=f"ridealong-{name}-"))


def remove(folder: Path) -> None:
    """Remove what a server wrote."""
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine on which nobody listens, outside of the range that clients are given ports from.

    In that range a client that keeps on connecting while the server is away may meet itself and hold the port.
    """
    while True:
        port = random.randrange(15_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
