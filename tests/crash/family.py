"""The processes that a process of ours has started, as the kernel tells them. Nobody else is ever signalled."""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_HELPERS = ("multiprocessing.resource_tracker",)


@dataclass(frozen=True)
class Member:
    """A process: `depth` 0 is the one we started ourselves."""

    pid: int
    depth: int

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal; False when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
            return True
        return False


def family_of(pid: int) -> list[Member]:
    """The process and everything that descends from it, without what Python itself starts; zombies left out."""
    parents = dict(_parents())
    members = [Member(pid, 0)] if pid in parents else []
    for member in members:  # grows while it is walked through
        members += [Member(child, member.depth + 1) for child, parent in parents.items() if parent == member.pid]
    return [member for member in members if not _is_helper(member.pid)]


def _parents() -> Iterator[tuple[int, int]]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    yield int(entry.name), int(parent)


def _is_helper(pid: int) -> bool:
    with contextlib.suppress(OSError):
        command = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace")
        return any(helper in command for helper in _HELPERS)
    return True
