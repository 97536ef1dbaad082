"""What is remembered of bonds is a fold: it depends neither on the order of topics nor on a restart, and it ends."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.instants import epoch_s
from contracts.parcel import ParcelWithdrawn
from matcher.decide import decide
from matcher.evolve import evolve
from matcher.forget import STUB_KEPT_S, forget
from matcher.snapshot import freeze, thaw
from matcher.state.area_state import AreaState
from matcher.state.bonds import Bonds
from tests.matcher.deciding import SEED, never
from tests.matcher.running import Running, change, running
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World, world

SMALL = world("""
now 2026-11-22 12:00
area test
place A
place B
trip T1 2026-11-23  A 07:00  B 08:00  hold 10 l
trip T2  A 09:00  B 10:00  hold 10 l
trip T3  B 11:00  A 12:00
parcel P1  A -> B  due 12:00  10 l  consignment C 2 all_or_none
parcel P2  A -> B  due 12:00  10 l  consignment C 2 all_or_none
parcel P3  B -> A  after P2
""")


def begun_and_withdrawn() -> Running:
    run = running(SMALL)
    run.now = epoch_s(SMALL.now) + 19 * 3600
    run.decide()
    run.tell(ParcelWithdrawn(parcel_id="P1", reason="broken"))
    run.decide()
    return run


def refolded(run: Running) -> AreaState:
    """All decisions first, as at a takeover, then the facts."""
    state = AreaState(run.state.area)
    for event in [*run.outputs, *run.inputs]:
        evolve(state, event)
    return state


def test_that_a_journey_had_begun_is_known_after_a_takeover() -> None:
    run = begun_and_withdrawn()
    assert run.state.bonds.once_begun == {("P1", "P1#1")}
    again = refolded(run)
    assert again.bonds == run.state.bonds
    assert decide(again, run.now, SEED, never).said == []


def test_it_is_in_a_snapshot() -> None:
    run = begun_and_withdrawn()
    (again,) = (thaw(freeze({"": run.state})) or {}).values()
    assert again == run.state
    assert decide(again, run.now, SEED, never).said == []


def test_what_is_over_is_forgotten() -> None:
    run = begun_and_withdrawn()
    forget(run.state, epoch_s(SMALL.parcels["P1"].due_at) + 86_460)
    assert run.state.bonds == Bonds(followers={"P2": {"P3"}})
    assert run.state.stubs["P1"].available_at is None
    assert run.state.stubs["P2"].available_at == epoch_s(SMALL.parcels["P2"].due_at) - 2 * 3600
    forget(run.state, epoch_s(SMALL.parcels["P3"].due_at) + 2 * 86_400)
    assert run.state.bonds == Bonds()
    forget(run.state, epoch_s(SMALL.parcels["P3"].due_at) + 3 * 86_400 + STUB_KEPT_S)
    assert run.state.stubs == {}


def test_that_one_had_begun_is_known_as_long_as_others_of_its_consignment_are() -> None:
    run = running(SMALL)
    later = SMALL.parcels["P2"].due_at + timedelta(days=5)
    run.tell(SMALL.parcels["P2"].model_copy(update={"due_at": later}))
    run.decide()
    run.now = epoch_s(SMALL.parcels["P1"].due_at) + 86_460
    run.decide()
    assert "P1" not in run.state.parcels
    assert run.state.bonds.loose == {"C"}
    forget(run.state, epoch_s(later) + 2 * 86_400)
    assert run.state.bonds == Bonds()


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(small=small_worlds(), data=st.data())
def test_whoever_takes_over_has_the_same_bonds_and_nothing_to_add(small: World, data: st.DataObject) -> None:
    run = running(small)
    for number in range(data.draw(st.integers(1, 4))):
        run.now += 1
        change(run, small, data, number)
        run.decide()
    again = refolded(run)
    forget(again, run.now)
    assert again.bonds == run.state.bonds
    said = decide(again, run.now, SEED, never).said
    changed = [each for each in said if type(each.live) is not type(run.state.decisions[each.parcel_id])]
    assert changed == []
