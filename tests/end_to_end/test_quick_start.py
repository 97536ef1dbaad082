"""The README's quick start runs as it is written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.commands import PlanFolder
from tests.end_to_end.report_shape import check_files
from workers.samples.region import SAMPLES

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.slow
def test_planning_ones_own_feed_works_word_by_word(tmp_path: Path) -> None:
    section = README.read_text(encoding="utf-8").partition("## Plan your own feed\n")[2]
    commands = re.search(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert commands is not None
    (tmp_path / ".venv").symlink_to(sys.prefix)
    shutil.make_archive(str(tmp_path / "feed"), "zip", SAMPLES[0].gtfs)
    ran = subprocess.run(
        ["sh", "-e", "-c", commands[1]], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1] == "no violation in 200 decisions"
    check_files(PlanFolder(tmp_path / "plan"))
