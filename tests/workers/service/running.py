"""A real `ridealong up` for tests: started, asked over HTTP, killed and told to stop, each by its process id."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from workers.service.data_dir import DataDir
from workers.service.who_runs import who_runs

PROGRAM = Path(sys.executable).with_name("ridealong")
LONG_S = 60.0
"""Nothing takes so long, also where others use the processors, unless it hangs."""


@dataclass
class Service:
    """One run of `ridealong up`."""

    process: subprocess.Popen[bytes]
    data: DataDir
    url: str
    said: Path
    """What it writes."""

    def ask(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=LONG_S)

    def ready(self) -> bool:
        try:
            return self.ask("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def figures(self) -> dict[str, float]:
        lines = (line for line in self.ask("/metrics").text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    def children(self) -> list[int]:
        return children_of(self.process.pid)


def children_of(pid: int) -> list[int]:
    """The processes that one has started, as the kernel knows them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()]


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.05)


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "RIDEALONG_LEASE_S": "1.5", "RIDEALONG_LINGER_MS": "20"}
    command = [str(PROGRAM), "up", "--data-dir", str(folder / "data"), "--port", "0", *options]
    with (folder / "said").open("ab") as said:
        return subprocess.Popen(command, stdout=said, stderr=said, env=environment)


@contextmanager
def service(folder: Path, workers: int = 2) -> Iterator[Service]:
    """A service that has announced itself; killed after the block if it still runs."""
    data = DataDir(folder / "data")
    process = start(folder, "--workers", str(workers))
    try:
        until(lambda: (who := who_runs(data)) is not None and who.pid == process.pid, "service.json")
        who = who_runs(data)
        assert who is not None
        yield Service(process, data, who.url, folder / "said")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(LONG_S)
