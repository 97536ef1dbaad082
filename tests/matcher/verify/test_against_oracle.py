"""Verifier and oracle were written apart: on random worlds they must draw the same line."""

from collections import Counter
from itertools import islice

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from contracts.event import Event
from contracts.match import Leg, LockerStay, ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.reasons import Cause, UnmatchedReason
from matcher.verify import verify
from tests.oracles.brute_force import BruteForce
from tests.oracles.journeys import Journey
from tests.oracles.load import Load
from tests.oracles.rules import RULES
from tests.oracles.use import Use, available_at, fits, hand_in_by, stays_of, use_of, uses_of
from tests.worlds.plan import output
from tests.worlds.random_worlds import small_worlds
from tests.worlds.words import Clock
from tests.worlds.world import World

MOST_JOURNEYS = 12
"""Of one parcel, to keep an example short."""

TAKEN = {"capacity", "storage", "handling_time", "locker_room", "danger_budget"}
CHECKS_OF = {
    UnmatchedReason.TOO_LARGE: {"capacity", "storage", "handling_time", "locker_room", "locker_named", "longest_side"},
    UnmatchedReason.HANDLING_NOT_OFFERED: {"handling_class", "goods_excluded", "danger_offered", "danger_budget"},
    UnmatchedReason.ZONE_CLOSED: {"zone_access"},
    UnmatchedReason.STOP_CLOSED: {"opening", "hand_in", "collection"},
    UnmatchedReason.CUT_OFF_MISSED: {"ready", "notice"},
    UnmatchedReason.DUE_TOO_EARLY: {"due"},
    UnmatchedReason.TOO_LONG_ON_THE_WAY: {"goods_total"},
}
ELSEWHERE = {"live_decision", "plan_named", "withdrawn", "output_ids", "committed", "after", "consignment"}
"""What a match without its plan, or made up regardless of every rule, breaks besides."""

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(quick, max_examples=150)
@given(small_worlds())
def test_a_journey_breaks_a_rule_for_the_verifier_exactly_when_it_does_for_the_oracle(told: World) -> None:
    oracle = BruteForce(told.events, told.now)
    for parcel_id, parcel in oracle.known.parcels.items():
        if parcel_id not in oracle.known.withdrawn:
            for journey in islice(oracle.journeys_of(parcel_id), MOST_JOURNEYS):
                broken = _rules_broken(oracle, journey, parcel)
                match = _match(told, oracle, parcel_id, journey, _sizes(oracle, journey, parcel))
                found = {violation.check for violation in verify(told.events, [output(told, match)])} - ELSEWHERE
                if None in {hand_in_by(oracle.known, journey), available_at(oracle.known, journey)}:
                    found -= {"goods_total", "locker_room"}
                worthless = match.value_millis <= match.cost_millis
                assert ("worth" in found) == worthless
                assert _reasons(found) == broken
                assert found <= {"worth", *(check for reason in broken for check in CHECKS_OF[reason])}


@settings(quick, max_examples=200)
@given(small_worlds(), st.data())
def test_journeys_fit_together_for_the_verifier_exactly_when_they_do_for_the_oracle(
    told: World, data: st.DataObject
) -> None:
    oracle = BruteForce(told.events, told.now)
    taken: list[Use] = []
    made: list[Event] = []
    together = True
    for parcel_id, parcel in oracle.known.parcels.items():
        if parcel_id not in oracle.known.withdrawn:
            journeys = [j for j in oracle.journeys_of(parcel_id) if not _rules_broken(oracle, j, parcel)]
            if journeys:
                journey = data.draw(st.sampled_from(journeys))
                sizes = data.draw(st.sampled_from(_choices(oracle, journey, parcel)))
                use = use_of(oracle.known, journey, Load((parcel,)), sizes)
                together = together and fits(use, taken)
                taken.append(use)
                made.append(output(told, _match(told, oracle, parcel_id, journey, sizes)))
    found = {violation.check for violation in verify(told.events, made)} - ELSEWHERE - {"worth"}
    assert bool(found) is not together
    assert found <= TAKEN


@pytest.mark.slow
def test_every_reason_occurs_often_in_random_worlds() -> None:
    reasons: Counter[UnmatchedReason | None] = Counter()

    @seed(1)
    @settings(quick, max_examples=1_000, database=None, phases=[Phase.generate])
    @given(small_worlds())
    def count(told: World) -> None:
        oracle = BruteForce(told.events, told.now)
        taken: list[Use] = []
        found: set[UnmatchedReason | None] = set()
        for parcel_id in oracle.known.parcels:
            reason = oracle.reason_of(parcel_id, {})
            if reason is None:
                options = oracle.options(Load((oracle.known.parcels[parcel_id],)))
                use = next((option.use for option in options if fits(option.use, taken)), None)
                reason = UnmatchedReason.CAPACITY_SOLD_OUT if use is None else None
                taken += [] if use is None else [use]
            found.add(reason)
        reasons.update(found)

    count()
    assert {reason for reason in [None, *UnmatchedReason] if reasons[reason] < 5} == set(), reasons


def _rules_broken(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> set[UnmatchedReason]:
    """Every rule that a journey breaks; without an open instant there is no time to hand in or collect at."""
    broken = {reason for reason, rule in RULES if not rule(oracle.known, oracle.now, journey, Load((parcel,)))}
    if hand_in_by(oracle.known, journey) is None:
        broken.discard(UnmatchedReason.CUT_OFF_MISSED)
    if available_at(oracle.known, journey) is None:
        broken.discard(UnmatchedReason.DUE_TOO_EARLY)
    return broken


def _reasons(found: set[str]) -> set[UnmatchedReason]:
    return {reason for reason, checks in CHECKS_OF.items() if checks & found}


def _choices(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> list[tuple[str, ...]]:
    """Every choice of locker sizes that the parcel fits."""
    lockers = [oracle.known.stops[stay.stop_id].locker for stay in stays_of(oracle.known, journey)]
    names = [[size.name for size in locker.sizes] for locker in lockers if locker is not None]
    fitting = [tuple(use.sizes) for use in uses_of(oracle.known, journey, Load((parcel,)))]
    return fitting or [tuple(each[0] for each in names)]


def _sizes(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> tuple[str, ...]:
    """Locker sizes that do if any do."""
    return _choices(oracle, journey, parcel)[0]


def _match(told: World, oracle: BruteForce, parcel_id: str, journey: Journey, sizes: tuple[str, ...]) -> ParcelMatched:
    """The journey as the matcher would write it, whether or not it keeps the rules."""
    clock = Clock(told.zone, told.now.date())
    hand_in, available = hand_in_by(oracle.known, journey), available_at(oracle.known, journey)
    parcel = oracle.known.parcels[parcel_id]
    ways = [stay.stop_id for stay in stays_of(oracle.known, journey)]
    stops = [stop_id for stop_id in ways if oracle.known.stops[stop_id].locker is not None]
    legs = tuple(
        Leg(
            trip_key=ride.trip.trip_key,
            trip_id=ride.trip.trip_id,
            service_date=ride.trip.service_date,
            operator_id=ride.trip.operator_id,
            compartment=compartment.name,
            committed=False,
            board_call=ride.board,
            board_stop_id=ride.from_call.stop_id,
            board_at=clock.at(ride.departure),
            alight_call=ride.alight,
            alight_stop_id=ride.to_call.stop_id,
            alight_at=clock.at(ride.arrival),
        )
        for ride, compartment in zip(journey.rides, journey.compartments, strict=True)
    )
    return ParcelMatched(
        parcel_id=parcel_id,
        revision=1,
        cause=Cause.NEW,
        request_id=told.request_id(parcel_id),
        plan_id="test/1",
        decided_at=told.now,
        legs=legs,
        hand_in_by=parcel.due_at if hand_in is None else clock.at(hand_in),
        available_at=parcel.ready_at if available is None else clock.at(available),
        value_millis=parcel.value_millis,
        cost_millis=oracle.cost_millis(journey, parcel),
        lockers=tuple(LockerStay(stop_id=stop_id, size=size) for stop_id, size in zip(stops, sizes, strict=True)),
    )
