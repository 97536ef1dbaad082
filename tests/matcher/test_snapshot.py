"""The state of areas as bytes and back."""

from matcher.snapshot import freeze, thaw
from tests.matcher.deciding import decided, state_of
from tests.worlds.world import world

WORLD = world("""
now 2026-11-22 12:00
area test
hub H  storage 50 l  transfer 10  open 06:00-22:00
place A  zone Z
zone Z  diesel  Mo-Sa 05:00-11:00
trip T1 2026-11-23  A 07:10  H 08:02/08:05  B 09:00  hold 100 l  hold 0-1 30 l
trip T2 2026-11-23  H 08:20  C 09:00  hold 30 l
place B
place C
parcel P1  A -> C  ready 06:30  due 12:00  20 l 4 kg  value 6.50
parcel P2  A -> B  ready 06:30  due 12:00  20 l 4 kg  value 6.50
withdrawn P2
""")


def test_a_thawed_state_is_the_frozen_one() -> None:
    state = state_of("test", [*WORLD.events, *decided(WORLD)])
    thawed = thaw(freeze({"test": state}))
    assert thawed == {"test": state}


def test_what_decisions_derived_is_left_out() -> None:
    bare, used = state_of("test", WORLD.events), state_of("test", WORLD.events)
    used.cache["network"] = bytes(1_000_000)
    assert len(freeze({"test": used})) == len(freeze({"test": bare}))


def test_a_snapshot_of_other_code_or_a_damaged_one_is_refused() -> None:
    snapshot = freeze({"test": state_of("test", WORLD.events)})
    assert thaw(bytes(32) + snapshot[32:]) is None
    assert thaw(snapshot[:-1]) is None
    assert thaw(snapshot[:-1] + b"\0") is None
    assert thaw(b"") is None
