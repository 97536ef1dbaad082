"""What checks deploy/: linters and schemas, locked and installed apart because they are large."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

MISSING = (
    "what checks deploy/ is not installed:"
    " .venv/bin/pip install --require-hashes --requirement tests/deploy/requirements.lock"
)


def program(name: str) -> str:
    """The path of a linter; the test is skipped without it."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        pytest.skip(MISSING)
    return str(path)


def library(name: str) -> ModuleType:
    """The module of that name; the test is skipped without it."""
    module: ModuleType = pytest.importorskip(name, reason=MISSING)
    return module
