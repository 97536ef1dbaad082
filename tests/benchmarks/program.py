"""Running `ridealong` in a process of its own, as its user does, and measuring that process."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from workers.resources_used import MIB_PER_MAXRSS

_PROGRAM = Path(sys.executable).with_name("ridealong")


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a process took, from its start to its end, and the most memory it needed."""

    seconds: float
    peak_rss_mib: float


def ridealong(*words: object) -> Measured:
    """Run one command line. Raises RuntimeError with what it said unless it succeeds."""
    started = time.perf_counter()
    with subprocess.Popen(
        [_PROGRAM, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        said = process.stderr.read() if process.stderr is not None else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        raise RuntimeError(f"ridealong {words[0]} ended with {process.returncode}: {said}")
    return Measured(seconds, usage.ru_maxrss * MIB_PER_MAXRSS)
