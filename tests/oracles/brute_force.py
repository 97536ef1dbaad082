"""The right answer for tiny worlds, by trying everything: reasons, residual fit and the best value.

As plain as possible and slow on purpose; shares no code with what it judges.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import Bond, ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.trip import Compartment
from contracts.unmatched import ParcelUnmatched
from tests.oracles.best import best_value as best_value_of
from tests.oracles.consignments import Group, group_of
from tests.oracles.journeys import Journey, Ride, all_journeys, all_rides
from tests.oracles.known import known_from
from tests.oracles.load import Load
from tests.oracles.rules import RULES
from tests.oracles.use import Use, available_at, fits, hand_in_by, use_of, uses_of
from tests.worlds.world import World

Decision = ParcelMatched | ParcelUnmatched

NEVER = 1 << 60
"""After any instant: of a parcel that waits for one that does not travel."""


class Option(NamedTuple):
    """A way for a load to travel that meets every rule but those about other parcels."""

    gain: int
    """Value minus cost of all its parcels."""
    hand_in: int
    available: int
    use: Use


def reason_of(
    events: Iterable[Event], parcel_id: str, now: datetime, others: Mapping[str, Decision]
) -> UnmatchedReason | None:
    """Why a parcel, decided at `now`, stays unmatched beside the live decisions of others.

    None when it should have a journey, and when it is past due and not decided at all.
    """
    return BruteForce(events, now).reason_of(parcel_id, others)


def fits_residual(events: Iterable[Event], parcel_id: str, now: datetime, others: Mapping[str, Decision]) -> bool:
    """Whether a journey worth more than it costs meets every rule in what other live decisions leave free."""
    return BruteForce(events, now).fits_residual(parcel_id, others)


def best_value(world: World) -> int:
    """The greatest sum of value minus cost that a plan made at the world's `now` can have."""
    return BruteForce(world.events, world.now).best_value()


class BruteForce:
    """The oracle for one set of facts and one instant to decide at."""

    def __init__(self, events: Iterable[Event], now: datetime) -> None:
        self.known = known_from(events)
        self.now = epoch_s(now)
        self._rides = all_rides(self.known)
        self._options: dict[tuple[str, ...], list[Option]] = {}

    def reason_of(self, parcel_id: str, others: Mapping[str, Decision]) -> UnmatchedReason | None:
        """See the function of that name. `others` may hold a decision of the parcel itself."""
        if parcel_id in self.known.withdrawn:
            return UnmatchedReason.WITHDRAWN
        parcel = self.known.parcels[parcel_id]
        if self.is_past_due(parcel):
            return None
        group = self.group_of(parcel_id, others)
        alone = self._reason_alone(self._load(parcel, group), others)
        if alone is not None:
            return alone
        if group is not None and not self._can_travel(group, others):
            return UnmatchedReason.CONSIGNMENT_INCOMPLETE
        return None if self.fits_residual(parcel_id, others) else UnmatchedReason.CAPACITY_SOLD_OUT

    def fits_residual(self, parcel_id: str, others: Mapping[str, Decision]) -> bool:
        """See the function of that name. Decisions of the parcel itself, and of what is bound to it, are left out."""
        parcel = self.known.parcels[parcel_id]
        group = self.group_of(parcel_id, others)
        loads = [self._load(parcel, group)]
        if group is not None:
            if not self._can_travel(group, others):
                return False
            if group.bond is Bond.ALL_OR_NONE:
                loads = [Load((member,)) for member in group.members]
        left_out = {name for load in loads for name in load.names} | self.known.withdrawn
        taken = [
            self._use_of_match(match)
            for other_id, match in others.items()
            if other_id not in left_out and isinstance(match, ParcelMatched)
        ]
        return self._fit_together(loads, taken, others)

    def best_value(self) -> int:
        """See the function of that name."""
        return best_value_of(self)

    def is_past_due(self, parcel: ParcelRequested) -> bool:
        """Whether nothing is decided about it any more."""
        return epoch_s(parcel.due_at) < self.now

    def open_parcels(self) -> list[ParcelRequested]:
        """Those on which something is decided."""
        return [
            parcel
            for name, parcel in self.known.parcels.items()
            if name not in self.known.withdrawn and not self.is_past_due(parcel)
        ]

    def group_of(self, parcel_id: str, others: Mapping[str, Decision]) -> Group | None:
        """What a parcel is bound to; None = it goes by itself."""
        return group_of(self.known, self.open_parcels(), parcel_id, others)

    def journeys_of(self, parcel_id: str) -> Iterator[Journey]:
        """Every journey of a parcel that times and places allow, whatever the other rules say."""
        return self._journeys(Load((self.known.parcels[parcel_id],)))

    def options(self, load: Load) -> list[Option]:
        """Each journey that meets every rule of its own and is worth it for each of its parcels, best first."""
        if load.names not in self._options:
            found: list[Option] = []
            for journey in self._journeys(load):
                gains = [parcel.value_millis - self.cost_millis(journey, parcel) for parcel in load.parcels]
                if min(gains) > 0 and self._rules_met(journey, load) == len(RULES):
                    hand_in, available = hand_in_by(self.known, journey), available_at(self.known, journey)
                    if hand_in is not None and available is not None:
                        uses = uses_of(self.known, journey, load)
                        found += [Option(sum(gains), hand_in, available, use) for use in uses]
            self._options[load.names] = sorted(found, key=lambda option: option.gain, reverse=True)
        return self._options[load.names]

    def cost_millis(self, journey: Journey, parcel: ParcelRequested) -> int:
        """What a journey costs, by the area's costs."""
        if self.known.area is None:
            raise ValueError("no journey is possible before the area is published")
        costs = self.known.area.costs
        transfers = journey.transfers
        waited_s = sum(go.departure - come.arrival for come, go in transfers)
        stored = parcel.volume_ml * waited_s * costs.storage_millis_per_l_h // 3_600_000
        return len(journey.rides) * costs.leg_millis + len(transfers) * costs.transfer_millis + stored

    def _load(self, parcel: ParcelRequested, group: Group | None) -> Load:
        """What it asks as: alone, or as one with those it is to travel together with, if they all are there."""
        if group is not None and group.bond is Bond.TOGETHER and group.is_complete:
            return Load(tuple(group.members))
        return Load((parcel,))

    def _can_travel(self, group: Group, others: Mapping[str, Decision]) -> bool:
        """Whether all of it is there, and each, if it were alone, had nothing but room to wait for."""
        loads = [self._load(member, group) for member in group.members]
        return group.is_complete and all(self._reason_alone(load, others) is None for load in loads)

    def _fit_together(self, loads: list[Load], taken: list[Use], others: Mapping[str, Decision]) -> bool:
        """Whether all of them have a journey in what is left, by trying every choice."""
        if not loads:
            return True
        not_before = self._not_before(loads[0], others)
        return any(
            self._fit_together(loads[1:], [*taken, option.use], others)
            for option in self.options(loads[0])
            if option.hand_in >= not_before and fits(option.use, taken)
        )

    def _reason_alone(self, load: Load, others: Mapping[str, Decision]) -> UnmatchedReason | None:
        """The first reason that has nothing to do with room: the furthest that any journey gets through the rules."""
        if not {load.first.origin_stop_id, load.first.destination_stop_id} <= self.known.stops.keys():
            return UnmatchedReason.UNKNOWN_STOP
        if not self._has_timetable(load.first):
            return UnmatchedReason.NO_TIMETABLE
        furthest = -1
        not_before = self._not_before(load, others)
        for journey in self._journeys(load):
            met = self._rules_met(journey, load)
            if met == len(RULES):
                met += (hand_in_by(self.known, journey) or 0) >= not_before
            furthest = max(furthest, met)
        if furthest < 0:
            return UnmatchedReason.NO_JOURNEY
        if furthest < len(RULES):
            return RULES[furthest][0]
        if furthest == len(RULES):
            return UnmatchedReason.WAITS_FOR_PARCEL
        is_worth_it = any(option.hand_in >= not_before for option in self.options(load))
        return None if is_worth_it else UnmatchedReason.NOT_WORTH_ITS_COST

    def _journeys(self, load: Load) -> Iterator[Journey]:
        return all_journeys(self.known, self._rides, load.first.origin_stop_id, load.first.destination_stop_id)

    def _rules_met(self, journey: Journey, load: Load) -> int:
        """How many rules a journey meets before the first that it does not."""
        for index, (_, rule) in enumerate(RULES):
            if not rule(self.known, self.now, journey, load):
                return index
        return len(RULES)

    def _not_before(self, load: Load, others: Mapping[str, Decision]) -> int:
        """From when on it may be handed in, by the decision on the parcel it comes after."""
        if load.first.after_parcel_id is None:
            return -NEVER
        before = others.get(load.first.after_parcel_id)
        if not isinstance(before, ParcelMatched) or load.first.after_parcel_id in self.known.withdrawn:
            return NEVER
        return epoch_s(before.available_at) + load.first.after_gap_s

    def _has_timetable(self, parcel: ParcelRequested) -> bool:
        zone = self.known.zone
        first = parcel.ready_at.astimezone(zone).date() - timedelta(days=1)
        last = parcel.due_at.astimezone(zone).date()
        return any(first <= service_date <= last for service_date in self.known.dates)

    def _use_of_match(self, match: ParcelMatched) -> Use:
        trips = {trip.trip_key: trip for trip in self.known.trips}
        rides: list[Ride] = []
        compartments: list[Compartment] = []
        for leg in match.legs:
            trip = trips[leg.trip_key]
            departure = epoch_s(trip.calls[leg.board_call].departure)
            arrival = epoch_s(trip.calls[leg.alight_call].arrival)
            rides.append(Ride(trip, leg.board_call, leg.alight_call, departure, arrival))
            compartments.extend(each for each in trip.compartments if each.name == leg.compartment)
        journey = Journey(tuple(rides), tuple(compartments))
        load = Load((self.known.parcels[match.parcel_id],))
        return use_of(self.known, journey, load, [stay.size for stay in match.lockers])
