"""Whatever is compiled is compiled by the warm-up: nobody waits for it at the first decision."""

import subprocess
import sys
from pathlib import Path

from tests.matcher.deciding import decided
from tests.worlds.world import world

ROOT = Path(__file__).parents[2]
WORLD = world("""
now 2026-11-22 12:00
area test
hub H  storage 8 l  handling 20 s
place A
place B  zone Z
zone Z  diesel  Mo-Sa 05:00-11:00
trip T1 2026-11-23  A 07:10  H 08:02/08:05 budget 60 s  B 09:30  hold 12 l  cool 5 l chilled
trip T2 2026-11-23  H 08:20  B 09:00  hold 12 l
parcel P1  A -> B  ready 06:30  due 12:00  8 l  value 6.50
parcel P2  A -> B  ready 06:30  due 12:00  7 l  value 9
parcel P3  A -> B  ready 06:30  due 12:00  6 l  value 7
""")
LOOK = """
from matcher.assignment import fill
from matcher.journeys import search_kernel, warm_up
from matcher.resources import capacity, use
from tests.matcher.test_warm_up import WORLD, decided

kernels = (search_kernel.answer_each, search_kernel.answer_all, capacity.write_uses_of_each, use.fits, use.add, fill.share)
warm_up.warm_up()
warm = [kernel.signatures for kernel in kernels]
decided(WORLD)
print([len(known) for known in warm], warm == [kernel.signatures for kernel in kernels])
"""


def test_a_decision_after_the_warm_up_compiles_nothing_more() -> None:
    ran = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[1, 1, 1, 1, 1, 1] True\n", "")


def test_that_decision_is_one_that_needs_every_kernel() -> None:
    assert len(decided(WORLD)) > 3
