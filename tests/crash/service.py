"""`ridealong up` as a process: what the crash test kills, and whom it has started under which name."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.family import Member, family_of

LEASE_S = 1.0
WORKERS = 3
GRACE_S = 20.0
SUPERVISOR, WORKER, DECIDER = "supervisor", "worker", "decider"

_CHILD_STARTED = re.compile(r'"child": "([a-z]+)(?:-[0-9]+)?", "pid": ([0-9]+), "event": "child started"')
_SETTINGS = {
    "RIDEALONG_LINGER_MS": "50",
    "RIDEALONG_MAX_RECORDS": "100",
    "RIDEALONG_TIME_LIMIT_S": "1",
    "RIDEALONG_LOG_LEVEL": "info",
    "RIDEALONG_DRAIN_S": "10",
}


@dataclass
class Service:
    """The service on one system, started again when it was killed. Listens on this machine alone.

    `on`: more settings, such as the servers it is on; without any everything is in the data directory.
    """

    data_dir: Path
    on: Mapping[str, str] = field(default_factory=dict)
    lease_s: float = LEASE_S
    starts: int = 0
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def words(self) -> Path:
        """What it says on stderr, all starts together."""
        return self.data_dir.with_name("stderr.jsonl")

    def start(self) -> None:
        """Start it unless it runs. Raises RuntimeError if it has ended by itself."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            if code != -signal.SIGKILL:
                raise RuntimeError(f"the service ended with {code}: {self._lines()[-5:]}")
        command = [str(Path(sys.executable).with_name("ridealong")), "up"]
        with self.words.open("ab") as words:
            self._process = subprocess.Popen(
                [*command, "--workers", str(WORKERS), "--port", "0"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                env={**os.environ, **_SETTINGS, **self._where()},
            )
        self.starts += 1

    def _where(self) -> dict[str, str]:
        return {"RIDEALONG_DATA_DIR": str(self.data_dir), "RIDEALONG_LEASE_S": str(self.lease_s), **self.on}

    def family(self) -> list[tuple[str, Member]]:
        """Its living processes and what they are: supervisor, worker, decider, projector, gateway."""
        if self._process is None:
            return []
        names = self._names()
        return [(_role(member, names), member) for member in family_of(self._process.pid)]

    def end(self) -> list[str]:
        """Ask it to stop; kill what does not, and say what that was."""
        if self._process is None:
            return []
        family = self.family()
        self._process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_S)
        stubborn = [role for role, member in family if family_of(member.pid) and member.signal(signal.SIGKILL)]
        self._process.wait()
        return stubborn

    def tracebacks(self) -> list[str]:
        """Lines of a traceback in what it said: no user should ever see one."""
        return [line for line in self._lines() if line.startswith(("Traceback", "Task exception was never"))]

    def _names(self) -> dict[int, str]:
        """By process id; lines of several processes may have run together."""
        return {int(pid): name for name, pid in _CHILD_STARTED.findall(self._text())}

    def _lines(self) -> list[str]:
        return self._text().splitlines()

    def _text(self) -> str:
        return self.words.read_text(encoding="utf-8", errors="replace")


def _role(member: Member, names: dict[int, str]) -> str:
    if member.depth == 0:
        return SUPERVISOR
    return names.get(member.pid, WORKER) if member.depth == 1 else DECIDER
