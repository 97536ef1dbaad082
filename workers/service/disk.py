"""How much room is left on the disk: said once when it becomes too little, and once when it is enough again."""

import structlog

from workers.service.data_dir import DataDir

_log = structlog.get_logger(__name__)
_MIB = 1024 * 1024


class DiskWatch:
    """Looks at the disk of a data directory."""

    def __init__(self, data: DataDir, warn_mib: int) -> None:
        self._data = data
        self._warn_bytes = warn_mib * _MIB
        self.free_bytes: int | None = None
        self.warning: str | None = None

    def look(self) -> None:
        """See how much room there is, and log when that becomes, or ceases to be, too little."""
        try:
            self.free_bytes = self._data.free_bytes()
        except OSError as error:
            self._say(f"The data directory {self._data.path} is out of reach: {error.strerror}.")
            return
        too_little = self.free_bytes < self._warn_bytes
        self._say(_sentence(self._data, self.free_bytes) if too_little else None)

    def _say(self, warning: str | None) -> None:
        if warning is not None and self.warning is None:
            _log.warning("disk almost full", reason=warning)
        elif warning is None and self.warning is not None:
            _log.info("disk has room again", free_bytes=self.free_bytes)
        self.warning = warning


def _sentence(data: DataDir, free_bytes: int) -> str:
    return f"Only {free_bytes // _MIB} MiB are left where {data.path} lives: once it is full, nothing more is decided."
