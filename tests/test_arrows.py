"""The import arrows of pyproject.toml hold, and would not hold with a wrong import."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
ARROWS = {
    arrow["id"]: arrow["name"]
    for arrow in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
WRONG_IMPORTS = {
    "arrows": ("matcher/state/wrong.py", "import workers.errors"),
    "pure-core": ("matcher/rules/wrong.py", "import time"),
    "independent-verifier": ("matcher/verify/wrong.py", "import matcher.state"),
    "solver-in-one-folder": ("matcher/state/wrong_solver.py", "import ortools"),
    "who-decides": ("workers/log/wrong.py", "import matcher.state"),
    "sources": ("workers/sources/wrong.py", "import workers.log.port"),
    "surfaces-see-ports": ("workers/surfaces/wrong.py", "import workers.log.sqlite"),
    "sqlite-in-its-folders": ("workers/matching/wrong.py", "import sqlite3"),
    "redis-in-one-folder": ("workers/matching/wrong_redis.py", "import redis"),
    "aiokafka-in-one-folder": ("workers/matching/wrong_kafka.py", "import aiokafka"),
    "composition-root": ("workers/matching/wrong_adapter.py", "import workers.log.memory"),
    "http-in-the-gateway": ("workers/views/wrong_http.py", "import fastapi"),
    "settings-in-one-file": ("workers/views/wrong_settings.py", "import pydantic_settings"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says about a copy of the code with one wrong import per arrow."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("contracts", "matcher", "workers"):
        shutil.copytree(ROOT / package, copy / package)
    for path, line in WRONG_IMPORTS.values():
        (copy / path).write_text(f"{line}\n", encoding="utf-8")
    ran = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return " ".join(ran.stdout.split())


def test_every_arrow_is_tried() -> None:
    assert set(WRONG_IMPORTS) == set(ARROWS)


@pytest.mark.parametrize("arrow", WRONG_IMPORTS)
def test_a_wrong_import_breaks_the_arrow(arrow: str, verdicts: str) -> None:
    assert f"{ARROWS[arrow]} BROKEN" in verdicts


def test_the_code_as_it_is_breaks_none() -> None:
    ran = subprocess.run([LINT_IMPORTS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stdout
