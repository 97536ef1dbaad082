"""The keeper of one server: a small process that starts it, and ends it when whoever asked for it is gone.

It reads commands from stdin, one a line, and answers each with one line:

- `start` starts the server; the answer is its process id.
- `send NUMBER` sends a signal: `sent`.
- `stop NUMBER` sends the signal and waits until the server has ended; after 30 seconds it is killed: `gone`.
- `state`: `running` or `gone`.

When stdin ends, because its other side closed it or died, the server is killed and its folder removed.
If the keeper itself is killed, the kernel kills the server. Run as a program: LAUNCH (as JSON) FOLDER.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 30
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Launch:
    """How to run a server.

    A server in a container needs its engine for signals (`signal`, completed by the number) and at its end (`remove`);
    both are empty where the server is a child process.
    """

    run: Sequence[str]
    signal: Sequence[str] = ()
    remove: Sequence[str] = ()


class Keeper:
    """One server and its folder."""

    def __init__(self, launch: Launch, folder: Path) -> None:
        self._launch = launch
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        """Start the server, its output in `server.log` of its folder; the process id."""
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                self._launch.run,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
        return self._server.pid

    def running(self) -> bool:
        """Whether the server has not ended."""
        return self._server is not None and self._server.poll() is None

    def send(self, number: int) -> None:
        """Send the server a signal, whichever way reaches it."""
        if self._server is None or not self.running():
            return
        if self._launch.signal:
            subprocess.run([*self._launch.signal, str(number)], check=False, capture_output=True)
        else:
            os.kill(self._server.pid, number)

    def stop(self, number: int) -> None:
        """Send the signal and wait for the end."""
        self.send(number)
        if self._server is None:
            return
        try:
            self._server.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL)
            self._server.wait()

    def close(self) -> None:
        """Kill the server and remove what it wrote."""
        self.stop(signal.SIGKILL)
        if self._launch.remove:
            subprocess.run(self._launch.remove, check=False, capture_output=True)
        shutil.rmtree(self._folder, ignore_errors=True)


def main(launch: str, folder: str) -> None:
    """Obey until stdin ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # not SIG_IGN, which the server would inherit
    keeper = Keeper(Launch(**json.loads(launch)), Path(folder))
    try:
        for line in sys.stdin:
            print(_answer(keeper, line.split()), flush=True)
    finally:
        keeper.close()


def _answer(keeper: Keeper, command: Sequence[str]) -> str:
    match command:
        case ["start"]:
            return str(keeper.start())
        case ["send", number]:
            keeper.send(int(number))
            return "sent"
        case ["stop", number]:
            keeper.stop(int(number))
            return "gone"
        case _:
            return "running" if keeper.running() else "gone"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
