"""The right answer for tiny worlds, by trying everything: reasons, residual fit and the best value.

As plain as possible and slow on purpose; shares no code with what it judges.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.trip import Compartment
from contracts.unmatched import ParcelUnmatched
from tests.oracles.journeys import Journey, Ride, all_journeys, all_rides
from tests.oracles.known import known_from
from tests.oracles.opening import is_open
from tests.oracles.use import Use, available_at, fits, hand_in_by, use_of
from tests.worlds.world import World

Decision = ParcelMatched | ParcelUnmatched


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
        self._gains: dict[str, list[tuple[int, Use]]] = {}

    def reason_of(self, parcel_id: str, others: Mapping[str, Decision]) -> UnmatchedReason | None:
        """See the function of that name."""
        if parcel_id in self.known.withdrawn:
            return UnmatchedReason.WITHDRAWN
        parcel = self.known.parcels[parcel_id]
        if self.is_past_due(parcel):
            return None
        first_unmet = self._first_unmet(parcel)
        if first_unmet is not None:
            return first_unmet
        if not self.worthwhile(parcel_id):
            return UnmatchedReason.NOT_WORTH_ITS_COST
        return None if self.fits_residual(parcel_id, others) else UnmatchedReason.CAPACITY_SOLD_OUT

    def fits_residual(self, parcel_id: str, others: Mapping[str, Decision]) -> bool:
        """See the function of that name. A decision of the parcel itself is left out."""
        taken = [
            self._use_of_match(match)
            for other_id, match in others.items()
            if other_id not in {parcel_id, *self.known.withdrawn} and isinstance(match, ParcelMatched)
        ]
        return any(fits(self.known, use, taken) for _, use in self.worthwhile(parcel_id))

    def best_value(self) -> int:
        """See the function of that name: each open parcel in turn takes each of its journeys, or none."""
        open_ids = [name for name, parcel in self.known.parcels.items() if self._is_open(name, parcel)]
        choices = [self.worthwhile(name) for name in open_ids]
        choices.sort(key=lambda gains: gains[0][0] if gains else 0, reverse=True)
        hopes = [sum(gains[0][0] for gains in choices[index:] if gains) for index in range(len(choices) + 1)]
        best = 0

        def choose(index: int, value: int, taken: list[Use]) -> None:
            nonlocal best
            best = max(best, value)
            if index == len(choices) or value + hopes[index] <= best:
                return
            for gain, use in choices[index]:
                if fits(self.known, use, taken):
                    choose(index + 1, value + gain, [*taken, use])
            choose(index + 1, value, taken)

        choose(0, 0, [])
        return best

    def is_past_due(self, parcel: ParcelRequested) -> bool:
        """Whether nothing is decided about it any more."""
        return epoch_s(parcel.due_at) < self.now

    def _is_open(self, parcel_id: str, parcel: ParcelRequested) -> bool:
        return parcel_id not in self.known.withdrawn and not self.is_past_due(parcel)

    def _has_timetable(self, parcel: ParcelRequested) -> bool:
        zone = self.known.zone
        first = parcel.ready_at.astimezone(zone).date() - timedelta(days=1)
        last = parcel.due_at.astimezone(zone).date()
        return any(first <= service_date <= last for service_date in self.known.dates)

    def journeys_of(self, parcel_id: str) -> Iterator[Journey]:
        """Every journey of a parcel that times and places allow, whatever the other rules say."""
        parcel = self.known.parcels[parcel_id]
        return all_journeys(self.known, self._rides, parcel.origin_stop_id, parcel.destination_stop_id)

    def _first_unmet(self, parcel: ParcelRequested) -> UnmatchedReason | None:
        """The furthest that any journey gets through the rules; None when one meets them all."""
        if not {parcel.origin_stop_id, parcel.destination_stop_id} <= self.known.stops.keys():
            return UnmatchedReason.UNKNOWN_STOP
        if not self._has_timetable(parcel):
            return UnmatchedReason.NO_TIMETABLE
        furthest = -1
        for journey in self.journeys_of(parcel.parcel_id):
            met = self._rules_met(journey, parcel)
            if met == len(RULES):
                return None
            furthest = max(furthest, met)
        return UnmatchedReason.NO_JOURNEY if furthest < 0 else RULES[furthest][0]

    def _rules_met(self, journey: Journey, parcel: ParcelRequested) -> int:
        """How many rules a journey meets before the first that it does not."""
        for index, (_, rule) in enumerate(RULES):
            if not rule(self, journey, parcel):
                return index
        return len(RULES)

    def worthwhile(self, parcel_id: str) -> list[tuple[int, Use]]:
        """Value minus cost and use of each journey that meets every rule and is worth it, best first."""
        if parcel_id not in self._gains:
            parcel = self.known.parcels[parcel_id]
            gains = [
                (parcel.value_millis - self.cost_millis(journey, parcel), use_of(self.known, journey, parcel))
                for journey in self.journeys_of(parcel.parcel_id)
                if self._rules_met(journey, parcel) == len(RULES)
            ]
            gains = [(gain, use) for gain, use in gains if gain > 0]
            self._gains[parcel_id] = sorted(gains, key=lambda each: each[0], reverse=True)
        return self._gains[parcel_id]

    def cost_millis(self, journey: Journey, parcel: ParcelRequested) -> int:
        """What a journey costs, by the area's costs."""
        if self.known.area is None:
            raise ValueError("no journey is possible before the area is published")
        costs = self.known.area.costs
        transfers = journey.transfers
        waited_s = sum(go.departure - come.arrival for come, go in transfers)
        stored = parcel.volume_ml * waited_s * costs.storage_millis_per_l_h // 3_600_000
        return len(journey.rides) * costs.leg_millis + len(transfers) * costs.transfer_millis + stored

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
        return use_of(self.known, journey, self.known.parcels[match.parcel_id])


def _fits_empty(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> bool:
    sides = (compartment.longest_side_mm for compartment in journey.compartments)
    long_enough = all(side is None or parcel.longest_side_mm <= side for side in sides)
    return long_enough and fits(oracle.known, use_of(oracle.known, journey, parcel))


def _handling_offered(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> bool:
    stops = [oracle.known.stops[call.stop_id] for ride in journey.rides for call in (ride.from_call, ride.to_call)]
    offered = [place.handling_classes for place in stops]
    offered += [compartment.handling_classes for compartment in journey.compartments]
    return all(parcel.handling_class in classes for classes in offered)


def _zones_let_in(oracle: BruteForce, journey: Journey, _: ParcelRequested) -> bool:
    known = oracle.known
    for ride, stop_id, instant in _changes_of_hands(journey):
        zone_id = known.stops[stop_id].zone_id
        if zone_id is not None:
            if zone_id not in known.zones:
                return False
            rules = known.zones[zone_id]
            if rules.powertrains is not None and ride.trip.powertrain not in rules.powertrains:
                return False
            if not is_open(rules.windows, instant, known.zone):
                return False
    return True


def _places_open(oracle: BruteForce, journey: Journey, _: ParcelRequested) -> bool:
    known = oracle.known
    return (
        all(is_open(known.stops[stop_id].open, at, known.zone) for _, stop_id, at in _changes_of_hands(journey))
        and hand_in_by(known, journey) is not None
        and available_at(known, journey) is not None
    )


def _handed_in_in_time(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> bool:
    hand_in = hand_in_by(oracle.known, journey)
    notice_s = 0 if oracle.known.area is None else oracle.known.area.notice_s
    return hand_in is not None and hand_in >= max(epoch_s(parcel.ready_at), oracle.now + notice_s)


def _there_by_due(oracle: BruteForce, journey: Journey, parcel: ParcelRequested) -> bool:
    available = available_at(oracle.known, journey)
    return available is not None and available <= epoch_s(parcel.due_at)


def _changes_of_hands(journey: Journey) -> Iterator[tuple[Ride, str, int]]:
    for ride in journey.rides:
        yield ride, ride.from_call.stop_id, ride.departure
        yield ride, ride.to_call.stop_id, ride.arrival


Rule = Callable[[BruteForce, Journey, ParcelRequested], bool]

RULES: tuple[tuple[UnmatchedReason, Rule], ...] = (
    (UnmatchedReason.TOO_LARGE, _fits_empty),
    (UnmatchedReason.HANDLING_NOT_OFFERED, _handling_offered),
    (UnmatchedReason.ZONE_CLOSED, _zones_let_in),
    (UnmatchedReason.STOP_CLOSED, _places_open),
    (UnmatchedReason.CUT_OFF_MISSED, _handed_in_in_time),
    (UnmatchedReason.DUE_TOO_EARLY, _there_by_due),
)
"""What a journey that times and places allow must meet besides, in the order of the reasons."""
