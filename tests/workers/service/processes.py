"""What the service's tests run in other processes. Pickled by name."""

import os
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from workers.reporting import ReportTo
from workers.service.lock import held_lock


def hold_lock(path: Path, pipe: Connection) -> None:
    """Hold the lock until killed; tell when it is held."""
    with held_lock(path):
        pipe.send(os.getpid())
        time.sleep(60)


def note_pid_and_sleep(folder: Path) -> None:
    """Leave a file named like this process; end at SIGTERM like any program."""
    (folder / str(os.getpid())).touch()
    time.sleep(60)


def note_pid_and_end(folder: Path) -> None:
    """Live for a moment only."""
    (folder / str(os.getpid())).touch()
    sys.exit(3)


def note_pid_and_ignore_sigterm(folder: Path) -> None:
    """Only SIGKILL helps."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (folder / str(os.getpid())).touch()
    time.sleep(60)


def report_once_and_hang(argument: tuple[Path, ReportTo]) -> None:
    """Say one word, then nothing more."""
    folder, report_to = argument
    report_to.send()
    (folder / str(os.getpid())).touch()
    time.sleep(60)
