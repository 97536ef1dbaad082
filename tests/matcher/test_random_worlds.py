"""Thousands of small worlds, decided and held against brute force."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import UnmatchedReason
from contracts.timetable import TimetablePublished
from contracts.zone import ZonePublished
from matcher.verify import verify
from tests.matcher.deciding import decided, state_of
from tests.oracles.brute_force import BruteForce
from tests.worlds.changing_worlds import changing_worlds
from tests.worlds.plan_text import live_decisions
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World

WORLDS = 3_000


@settings(
    max_examples=WORLDS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(small_worlds())
def test_a_plan_is_valid_and_complete_and_every_reason_is_the_oracles(world: World) -> None:
    outputs = decided(world)
    assert verify(world.events, outputs) == []

    live = live_decisions(outputs)
    oracle = BruteForce(world.events, world.now)
    for parcel_id, parcel in world.parcels.items():
        decision = live.get(parcel_id)
        assert (decision is None) == (parcel.due_at < world.now)
        if decision is not None and not isinstance(decision, ParcelMatched):
            assert oracle.reason_of(parcel_id, live) == decision.reason


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(small_worlds())
def test_the_bound_holds_and_tiny_plans_are_the_best_possible(world: World) -> None:
    plans = [event.data for event in decided(world) if isinstance(event.data, PlanCertified)]
    best = BruteForce(world.events, world.now).best_value()
    for plan in plans:
        assert plan.bound_millis is not None
        assert plan.value_millis <= best <= plan.bound_millis


def test_random_worlds_give_every_reason_and_every_rule_has_something_to_say() -> None:
    reasons: Counter[UnmatchedReason | None] = Counter()
    rules: Counter[str] = Counter()

    @settings(max_examples=400, deadline=None, database=None, phases=[Phase.generate])
    @given(small_worlds())
    def count(world: World) -> None:
        for decision in live_decisions(decided(world)).values():
            reasons[None if isinstance(decision, ParcelMatched) else decision.reason] += 1
            if isinstance(decision, ParcelMatched):
                rules.update(_rules_that_bind(world, decision))

    for number in range(4):  # one seed alone may dwell on a few kinds of worlds
        seed(number)(count)()
    assert set(UnmatchedReason) <= reasons.keys(), reasons
    assert None in reasons
    assert {rule for rule in _RULES if rules[rule] < 2} == set(), rules


_RULES = {
    *("dangerous", "after", "together", "all_or_none", "locker", "second size", "outside", "limited total"),
    *("met at the bus", "longest wait", "holiday", "zone of a later date", "exempt"),
}


def _rules_that_bind(world: World, match: ParcelMatched) -> Iterator[str]:
    """What was looked at to match it as it is."""
    parcel, stops = world.parcels[match.parcel_id], world.stops
    zones = {event.data.zone_id: event.data for event in world.events if isinstance(event.data, ZonePublished)}
    goods = next((each for each in world.area.goods if each.handling_class == parcel.handling_class), None)
    ways = [stops[leg.board_stop_id] for leg in match.legs] + [stops[match.legs[-1].alight_stop_id]]
    found = {
        "dangerous": parcel.dangerous is not None,
        "after": parcel.after_parcel_id is not None,
        "locker": bool(match.lockers),
        "second size": any(stay.size != stops[stay.stop_id].locker.sizes[0].name for stay in match.lockers),  # type: ignore[union-attr]  # named: there is one
        "outside": goods is not None and any(goods.handling_class not in stop.handling_classes for stop in ways),
        "limited total": goods is not None and goods.longest_total_s is not None,
        "met at the bus": ways[-1].meeting is not None and ways[-1].meeting.reserves,
        "longest wait": any(stop.hub is not None and stop.hub.longest_wait_s is not None for stop in ways[1:-1]),
        "holiday": any(
            each.date == leg.service_date for leg in match.legs for stop in ways for each in stop.open_exceptions
        ),
    }
    if parcel.consignment is not None:
        yield str(parcel.consignment.bond)
    for leg, stop in zip([*match.legs, match.legs[-1]], ways, strict=True):
        zone = zones.get(stop.zone_id or "")
        if zone is not None and leg.operator_id in zone.exempt_operator_ids:
            yield "exempt"
        elif zone is not None and zone.holds_from is not None and leg.service_date < zone.holds_from:
            yield "zone of a later date"
    yield from (rule for rule, binds in found.items() if binds)


@settings(max_examples=1_000, deadline=None, derandomize=True, database=None)
@given(world=changing_worlds(), data=st.data())
def test_the_fold_depends_neither_on_how_topics_interleave_nor_on_repeats(world: World, data: st.DataObject) -> None:
    """Also when parcels are asked for again and withdrawn, and timetables published anew, whole or in part."""
    by_topic: dict[str, list[int]] = {}
    for index, event in enumerate(world.events):
        by_topic.setdefault(event.kind.topic, []).append(index)
    order: list[int] = []
    queues = [list(indices) for indices in by_topic.values()]
    while any(queues):
        queue = data.draw(st.sampled_from([queue for queue in queues if queue]))
        order.append(queue.pop(0))
        if data.draw(st.booleans()):
            order.append(data.draw(st.sampled_from(order)))  # a transport delivers something again
    shuffled = World(world.text, world.now, [world.events[index] for index in order])
    assert _said(shuffled) == _said(world)


def _said(world: World) -> dict[str, str]:
    return {event.id: event.data.model_dump_json() for event in decided(world)}


def test_changing_worlds_have_every_change() -> None:
    changes: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(changing_worlds())
    def count(world: World) -> None:
        requests = [event for event in world.events if event.kind.name == "parcel.requested"]
        withdrawals = [event for event in world.events if event.kind.name == "parcel.withdrawn"]
        publications = [event.id for event in world.events if isinstance(event.data, TimetablePublished)]
        first = {event.subject: world.events.index(event) for event in reversed(requests)}
        changes["asked again"] += len(requests) > len(first)
        changes["withdrawn first"] += any(world.events.index(w) < first[w.subject] for w in withdrawals)
        changes["withdrawn later"] += any(world.events.index(w) > first[w.subject] for w in withdrawals)
        changes["published anew"] += any(not event_id.endswith("#1") for event_id in publications)
        changes["publication in force is another"] += _trips_in_force(world) != {
            body.trip_key for body in world.trips.values() if body.publication_id == "p1"
        }

    count()
    assert all(changes[what] > 10 for what in changes), changes


def _trips_in_force(world: World) -> set[str]:
    state = state_of(world.area.area, world.events)
    return {trip_key for publication in state.timetable.publications() for trip_key in publication.trips}
