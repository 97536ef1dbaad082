"""service.json: who runs on a data directory, for the commands that talk to it."""

import os
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workers.service.data_dir import DataDir
from workers.service.lock import is_held


class WhoRuns(BaseModel):
    """A running service: its supervisor's process id and where its gateway listens."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    pid: int
    host: str
    port: int
    started_at: datetime
    version: str
    workers: int

    @property
    def url(self) -> str:
        """Where its gateway answers."""
        return url_of(self.host, self.port)


def url_of(host: str, port: int) -> str:
    """Where a server that listens there is asked; an IPv6 address goes in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def announce(data: DataDir, who: WhoRuns) -> None:
    """Write service.json, in one step."""
    draft = data.who_runs.with_suffix(".draft")
    draft.write_text(who.model_dump_json(indent=2) + "\n", encoding="utf-8")
    os.replace(draft, data.who_runs)  # noqa: PTH105 - Path.replace says the same less plainly


def retract(data: DataDir) -> None:
    """Remove service.json."""
    data.who_runs.unlink(missing_ok=True)


def who_runs(data: DataDir) -> WhoRuns | None:
    """The service that runs there; None if none does, or if it is only just starting."""
    if not is_held(data.lock):
        return None
    return _read(data.who_runs)


def _read(path: Path) -> WhoRuns | None:
    try:
        return WhoRuns.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
