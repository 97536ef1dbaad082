"""The data directory: where everything of an embedded service lives, and whether it can live there."""

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from workers.errors import InputError, LogFull

_TO_START_BYTES = 1024 * 1024
"""Room that opening the log, taking its partitions and saying who runs may need."""


@dataclass(frozen=True, slots=True)
class DataDir:
    """A folder and the names of what is in it."""

    path: Path

    @property
    def log(self) -> Path:
        """The event log: the truth, and all that needs a backup."""
        return self.path / "log.sqlite"

    @property
    def views(self) -> Path:
        """The read model; may be deleted while nothing runs."""
        return self.path / "views.sqlite"

    @property
    def snapshots(self) -> Path:
        """The deciders' snapshots; may be deleted at any time."""
        return self.path / "snapshots"

    @property
    def lock(self) -> Path:
        """Held while a service runs; holds its process id."""
        return self.path / "lock"

    @property
    def who_runs(self) -> Path:
        """Who runs, for the other commands."""
        return self.path / "service.json"

    @property
    def has_log(self) -> bool:
        """Whether a service has ever run here."""
        return self.log.is_file()

    def make(self) -> None:
        """Make the folder if it is not there.

        Raises InputError if it cannot be made or written to, and LogFull if there is no room to begin.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe = self.path / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
            full = self.free_bytes() < _TO_START_BYTES
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise self._full() from error
            sentence = (
                f"the data directory cannot be written: {error.strerror}. "
                "Everything the service must not lose is kept there; give it a folder it may write to"
            )
            raise InputError(f"{sentence}.", file=str(self.path)) from error
        if full:
            raise self._full()

    def require_log(self) -> None:
        """Raises InputError when there is no log here."""
        if not self.has_log:
            sentence = "there is no Ridealong log in this data directory. `ridealong up` makes one, or name another"
            raise InputError(f"{sentence} with --data-dir.", file=str(self.path))

    def free_bytes(self) -> int:
        """Room left on its disk for this user."""
        return shutil.disk_usage(self.path).free

    def _full(self) -> LogFull:
        return LogFull(f"There is no room left in the data directory {self.path}: free at least 1 MiB on its disk.")
