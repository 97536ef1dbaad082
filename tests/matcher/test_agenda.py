"""What is kept from one decision to the next is what working it out anew would give."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.envelope import from_record, to_message
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelWithdrawn
from contracts.plan import PlanCertified
from contracts.reasons import Cause
from contracts.record import Record
from contracts.topics import Topic
from contracts.unmatched import ParcelUnmatched
from matcher.agenda import agenda_of, sorted_anew
from matcher.alarm import next_alarm
from matcher.decide import decide
from matcher.evolve import adopt, evolve
from matcher.forget import forget
from matcher.ledger import Ledger
from matcher.resources.capacity import Free
from matcher.snapshot import freeze, thaw
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch
from tests.matcher.deciding import SEED, as_events, never
from tests.matcher.running import Running, change, running
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World, world

MANY = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@MANY
@given(small=small_worlds(), data=st.data())
def test_the_agenda_that_was_kept_is_the_one_sorted_anew(small: World, data: st.DataObject) -> None:
    run = running(small)
    for number in range(data.draw(st.integers(1, 8))):
        _live_on(run, small, data, number)
        check_alarm(run.state)
        check_agenda(run.state, run.now)
        check_alarm(run.state)


def _live_on(run: Running, small: World, data: st.DataObject, number: int) -> None:
    """Something happens, or all is decided, or what is decided gets lost, or the clock jumps to the alarm or back."""
    what = data.draw(st.sampled_from(["change", "change", "change", "decide", "decide", "lose", "alarm", "back"]))
    alarm = next_alarm(run.state)
    if what == "change":
        change(run, small, data, number)
    elif what == "decide":
        run.decide()
    elif what == "lose":
        decide(run.state, run.now, SEED, never)
    elif what == "alarm" and alarm is not None:
        run.now = max(run.now, alarm)
    elif what == "back":
        check_agenda(run.state, run.now - 3_600)


def check_agenda(state: AreaState, now: int) -> None:
    kept, anew = agenda_of(state, now), sorted_anew(state, now)
    assert kept.matched == anew.matched
    assert kept.unmatched == anew.unmatched
    assert kept.withdrawn == anew.withdrawn
    assert kept.sold_out == anew.sold_out


def check_alarm(state: AreaState) -> None:
    """Against the plain definition: the next leg to begin of all matches that are still waited for."""
    begins = [
        live.next_start
        for parcel_id, live in state.decisions.items()
        if isinstance(live, LiveMatch) and live.next_start is not None and _is_waited_for(state, parcel_id)
    ]
    assert next_alarm(state) == min(begins, default=None)


def _is_waited_for(state: AreaState, parcel_id: str) -> bool:
    parcel = state.parcels.get(parcel_id)
    if parcel is None or parcel.withdrawn:
        return False
    return state.looked_at is None or parcel.over_at >= state.looked_at


@MANY
@given(small=small_worlds(), data=st.data())
def test_the_ledger_adds_up(small: World, data: st.DataObject) -> None:
    run = running(small)
    for number in range(data.draw(st.integers(1, 6))):
        change(run, small, data, number)
        run.decide()
        ledger = run.state.cache["ledger"]
        assert isinstance(ledger, Ledger)
        assert ledger.value_millis.total == sum(kept.net_millis for kept in ledger.kept.values())
        again = Free(ledger.bench.capacity)
        for kept in ledger.kept.values():
            again.take(kept.uses)
        assert np.array_equal(again.rows, ledger.free.rows)


@MANY
@given(small=small_worlds(), data=st.data())
def test_what_is_decided_and_lost_is_decided_again(small: World, data: st.DataObject) -> None:
    run = running(small)
    change(run, small, data, 0)
    forget(run.state, run.now)
    lost = decide(run.state, run.now, SEED, never)
    assert decide(run.state, run.now, SEED, never).parcels == lost.parcels


@MANY
@given(small=small_worlds(), data=st.data())
def test_adopting_decisions_is_folding_the_events_that_say_so(small: World, data: st.DataObject) -> None:
    run = running(small)
    for number in range(data.draw(st.integers(0, 3))):
        change(run, small, data, number)
        forget(run.state, run.now)
        decisions = decide(run.state, run.now, SEED, never)
        (read_back,) = (thaw(freeze({"": run.state})) or {}).values()
        for offset, event in enumerate(as_events(run.state.area, decisions)):
            message = to_message(event)
            record = Record(Topic.MATCHES, 0, offset, message.key, message.value, message.headers)
            evolve(read_back, from_record(record, 1))
        adopt(run.state, decisions.plan, {said.parcel_id: said.live for said in decisions.said}, run.now)
        assert run.state == read_back


@MANY
@given(small=small_worlds(), data=st.data())
def test_decisions_are_written_as_their_bodies_would_be(small: World, data: st.DataObject) -> None:
    run = running(small)
    change(run, small, data, 0)
    for said in decide(run.state, run.now, SEED, never).said:
        assert said.value == said.body.model_dump_json().encode()
        assert said.parcel_id == said.body.parcel_id
        assert said.live.revision == said.body.revision


SCARCE = world("""
now 2026-11-22 12:00
area test
place A
place B
trip T1 2026-11-23  A 07:10  B 08:00  hold 10 l
parcel P1  A -> B  ready 06:30  due 12:00  10 l  value 9
parcel P2  A -> B  ready 06:30  due 12:00  10 l  value 4
""")


def test_who_is_sold_out_is_looked_at_once_there_is_room_again() -> None:
    run = running(SCARCE)
    assert agenda_of(run.state, run.now).sold_out == {"P2"}
    run.now += 60
    run.tell(ParcelWithdrawn(parcel_id="P1", reason="changed plans"))
    assert {type(event.data) for event in run.decide()} == {PlanCertified, ParcelUnmatched, ParcelMatched}
    check_agenda(run.state, run.now)
    assert agenda_of(run.state, run.now).sold_out == set()


def test_time_alone_commits_a_leg_and_closes_a_parcel() -> None:
    run = running(SCARCE)
    begins, due = next_alarm(run.state), epoch_s(SCARCE.parcels["P1"].due_at)
    assert begins is not None
    run.now = begins - 1
    assert run.decide() == []
    run.now = begins
    assert [event.data.cause for event in run.decide() if isinstance(event.data, ParcelMatched)] == [Cause.COMMITTED]
    assert next_alarm(run.state) is None
    assert agenda_of(run.state, due).matched.keys() == {"P1"}
    assert agenda_of(run.state, due + 1).matched.keys() == set()


def test_a_clock_that_was_put_back_opens_what_was_closed() -> None:
    run = running(SCARCE)
    due = epoch_s(SCARCE.parcels["P1"].due_at)
    for now in (due + 1, due, due + 1, due - 1):
        check_agenda(run.state, now)
        assert agenda_of(run.state, now).matched.keys() == ({"P1"} if now <= due else set())


def test_one_more_parcel_is_the_only_one_looked_at() -> None:
    """Beside any number of open ones: what a decision costs depends on what happened."""
    run = running(world_of_many(300))
    looked_at = []
    for number in range(3):
        run.now += 1
        request = next(e for e in run.inputs if e.subject == "P1").data
        run.tell(request.model_copy(update={"parcel_id": f"more-{number}"}))
        looked_at.append(len(agenda_of(run.state, run.now).look_at))
        run.decide()
    assert looked_at[1:] == [2, 2], "the one that is new, and the one decided just before"


def world_of_many(count: int) -> World:
    lines = ["now 2026-11-22 12:00", "area test", "place A", "place B", "trip T1 2026-11-23  A 07:10  B 08:00"]
    lines += [f"parcel P{n}  A -> B  ready 06:30  due 12:00  1 l  value 6.50" for n in range(1, count + 1)]
    return world("\n".join(lines))
