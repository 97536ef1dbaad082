"""Figures kept from an earlier run, by number of cores: what later runs are compared with."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure

_FOLDER = Path(__file__).parent / "records"
CORES = os.cpu_count() or 1
Record = dict[str, Any]
"""Name of a figure -> its value, unit, and when and on what it was measured."""


def path() -> Path:
    """Of machines like this one."""
    return _FOLDER / f"{CORES}-cores.json"


def known() -> Record:
    """The record of machines like this one; empty when there is none."""
    try:
        found: Record = json.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def keep(figures: Iterable[Figure]) -> None:
    """Put figures into the record; those of other benchmarks stay."""
    measured = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "python": platform.python_version(),
    }
    record = known() | {
        figure.name: {"value": round(figure.value, 3), "unit": figure.unit, **measured} for figure in figures
    }
    _FOLDER.mkdir(exist_ok=True)
    path().write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _commit() -> str:
    ran = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=_FOLDER.parent, capture_output=True, text=True, check=False
    )
    return ran.stdout.strip() or "unknown"
