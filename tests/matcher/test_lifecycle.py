"""Whatever happens to a small world, every open parcel has one true decision."""

from datetime import UTC, datetime
from typing import TypeGuard

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from matcher.verify import verify
from tests.matcher.running import Decision, Running, change, running
from tests.oracles.brute_force import BruteForce
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(world=small_worlds(), data=st.data())
def test_whatever_happens_every_open_parcel_has_one_true_decision(world: World, data: st.DataObject) -> None:
    run = running(world)
    for number in range(data.draw(st.integers(1, 5))):
        run.now += 1
        change(run, world, data, number)
        run.decide()
        check(run)
    assert run.decide() == [], "with nothing new there is nothing to say"


def check(run: Running) -> None:
    now = datetime.fromtimestamp(run.now, UTC)
    live = run.live
    oracle = BruteForce(run.inputs, now)
    requests = {e.data.parcel_id: e.data for e in run.inputs if isinstance(e.data, ParcelRequested)}
    open_parcels = {name: r for name, r in requests.items() if r.due_at >= now and name not in oracle.known.withdrawn}
    assert open_parcels.keys() <= live.keys()
    others = {name: live[name] for name in open_parcels}
    for name in open_parcels:
        decision = live[name]
        revisions = [body.revision for body in (event.data for event in run.outputs) if _about(body, name)]
        assert revisions == list(range(1, len(revisions) + 1))
        if isinstance(decision, ParcelUnmatched):
            assert decision.reason != UnmatchedReason.WITHDRAWN
            assert not oracle.fits_residual(name, others)
    assert verify(run.inputs, run.outputs) == []


def _about(body: Body, parcel_id: str) -> TypeGuard[Decision]:
    return isinstance(body, ParcelMatched | ParcelUnmatched) and body.parcel_id == parcel_id
