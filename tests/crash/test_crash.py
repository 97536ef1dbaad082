"""Whatever dies: nothing that was acknowledged is lost, nothing is decided twice, no room is sold twice.

`make chaos` runs the long version; its seed and length come from the environment.
"""

import asyncio
import os
from pathlib import Path

import pytest

from tests.crash.chaos import Chaos, Ordeal, missing
from tests.crash.reader import read
from tests.crash.reader.log_file import read_log_file
from tests.crash.stage import EmbeddedStage

SHORT = Ordeal(seed=int(os.environ.get("CHAOS_SEED", "1")), kills=5, seconds=15)
LONG_KILLS = int(os.environ.get("CHAOS_KILLS", "0"))
LONG_S = float(os.environ.get("CHAOS_SECONDS", "0"))


@pytest.mark.slow
def test_a_service_whose_processes_are_killed_and_frozen_keeps_every_promise(tmp_path: Path) -> None:
    ordeal = Ordeal(SHORT.seed, LONG_KILLS, LONG_S) if LONG_KILLS else SHORT
    chaos = Chaos(EmbeddedStage(tmp_path / "data"), ordeal)
    tally = asyncio.run(chaos.run())
    path = tmp_path / "data" / "log.sqlite"
    report = read.check(path, tmp_path / "data" / "views.sqlite")
    print(f"\nseed {ordeal.seed}, {tally}\n{report}")  # noqa: T201 - the counts are part of the answer
    assert report.violations == []
    assert missing(tally, read_log_file(path)) == []
    assert tally.kills >= ordeal.kills
    assert report.counts["inputs"] == len(tally.acknowledged)
    assert report.counts["ownerships that committed"] >= report.counts["areas"]
    assert report.counts["parcel.matched"] > ordeal.kills
    assert tally.stubborn == []
    assert chaos.service.tracebacks() == []
