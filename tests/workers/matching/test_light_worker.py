"""The I/O process of a worker answers health checks; the solver lives in the decider's process only."""

import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path

from workers.log.sqlite.log import SqliteLog
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker_process import WorkerSpec

ROOT = Path(__file__).parents[3]
UNPICKLE = """
import pickle, sys
import workers.matching.worker_process
spec = pickle.loads(sys.stdin.buffer.read())
heavy = {"matcher", "numba", "numpy", "ortools", "llvmlite", "scipy"}
print(spec.name, *sorted(heavy & sys.modules.keys()))
"""


def test_a_worker_that_was_sent_its_spec_has_neither_solver_nor_compiler_in_memory(tmp_path: Path) -> None:
    spec = WorkerSpec(
        name="worker-1",
        open_log=partial(SqliteLog.open, tmp_path / "log.sqlite"),
        make_decider=MakePartitionDecider(8, SolveSettings(method="first_fit")),
    )
    ran = subprocess.run(
        [sys.executable, "-c", UNPICKLE], cwd=ROOT, input=pickle.dumps(spec), capture_output=True, check=False
    )
    assert (ran.stdout.decode().split(), ran.stderr) == (["worker-1"], b"")
