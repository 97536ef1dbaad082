"""The live decision of each parcel as moments go by, and what live matches take where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.trip import TripPublished
from matcher.verify.claim import Claim
from matcher.verify.facts import Facts
from matcher.verify.legs import calls_there, differences
from matcher.verify.meeting import kept_until
from matcher.verify.moments import Decision
from matcher.verify.picture import has_left
from matcher.verify.record import Figures, is_withdrawn
from matcher.verify.room import Aboard, Room, Wait
from matcher.verify.shipments import CLOSED_AFTER_S
from matcher.verify.stays import collected_by, stays_of

Span = tuple[int, int]
"""From an instant until before another, in seconds since 1970."""
ALWAYS: Span = (0, 1 << 60)


@dataclass(eq=False)
class Entry:
    """A live decision of an open parcel."""

    decision: Decision
    request: ParcelRequested
    claim: Claim
    """What it says of the facts."""

    def __post_init__(self) -> None:
        match = self.decision if isinstance(self.decision, ParcelMatched) else None
        self.due_at = epoch_s(self.request.due_at)
        self.legs: tuple[Leg, ...] = () if match is None else match.legs
        self.starts = [] if match is None else starts_of(match)
        self.stays = [] if match is None else stays_of(match)
        self.net_millis = 0 if match is None else match.value_millis - match.cost_millis

    @property
    def is_match(self) -> bool:
        """Whether it has a journey."""
        return isinstance(self.decision, ParcelMatched)


class Live:
    """Of each parcel the decision with the highest revision; apart from them those of open parcels."""

    def __init__(self) -> None:
        self.decisions: dict[str, Decision] = {}
        """By parcel_id, whether open or not."""
        self.formers: dict[str, Decision] = {}
        """By parcel_id, what they replaced."""
        self.open: dict[str, Entry] = {}
        """By parcel_id, those neither withdrawn nor past due."""
        self._on_trip: dict[str, dict[str, Entry]] = {}
        self._at_stop: dict[str, dict[str, Entry]] = {}
        self._left_in: dict[str, dict[str, Entry]] = {}
        """By stop_id of a locker those that are past due and may still be in it."""
        self._due: list[tuple[int, str]] = []
        self._starts: list[tuple[int, str]] = []
        self._matched = 0
        self._net_millis = 0

    def put(self, decision: Decision, entry: Entry | None) -> None:
        """A parcel has another live decision; `entry` if that leaves it open."""
        parcel_id = decision.parcel_id
        self.close(parcel_id)
        for left in self._left_in.values():
            left.pop(parcel_id, None)
        if parcel_id in self.decisions:
            self.formers[parcel_id] = self.decisions[parcel_id]
        self.decisions[parcel_id] = decision
        if entry is None or is_withdrawn(decision):
            return
        self.open[parcel_id] = entry
        heappush(self._due, (entry.due_at, parcel_id))
        for start in entry.starts:
            heappush(self._starts, (start, parcel_id))
        for index, key in self._indexed(entry):
            index.setdefault(key, {})[parcel_id] = entry
        self._matched += entry.is_match
        self._net_millis += entry.net_millis

    def close(self, parcel_id: str) -> None:
        """A parcel is not open any more."""
        entry = self.open.pop(parcel_id, None)
        if entry is not None:
            for index, key in self._indexed(entry):
                index[key].pop(parcel_id, None)
            self._matched -= entry.is_match
            self._net_millis -= entry.net_millis

    def close_past_due(self, now: int) -> None:
        """What was due before `now` is over."""
        while self._due and self._due[0][0] < now:
            _, parcel_id = heappop(self._due)
            entry = self.open.get(parcel_id)
            if entry is not None and entry.due_at < now:
                self.close(parcel_id)
                if entry.is_match and entry.stays[-1].size is not None:
                    self._left_in.setdefault(entry.stays[-1].stop_id, {})[parcel_id] = entry

    def figures(self) -> Figures:
        """What there is to count of open parcels."""
        return Figures(len(self.open), self._matched, self._net_millis)

    def overdue(self, now: int) -> Iterator[tuple[str, Leg]]:
        """Legs whose start has come since this was last asked, and that are not committed."""
        while self._starts and self._starts[0][0] <= now:
            start, parcel_id = heappop(self._starts)
            entry = self.open.get(parcel_id)
            if entry is not None:
                for leg, its_start in zip(entry.legs, entry.starts, strict=True):
                    if its_start == start and not leg.committed:
                        yield parcel_id, leg

    def on_trips(self, trip_keys: Iterable[str]) -> set[str]:
        """Which of the trips carry somebody."""
        return {key for key in trip_keys if self._on_trip.get(key)}

    def trips_at(self, stop_id: str) -> set[str]:
        """Trips that load or unload somebody at a place."""
        return {leg.trip_key for entry in self._at_stop.get(stop_id, {}).values() for leg in entry.legs}

    def room(self, facts: Facts, now: int, trips: Iterable[str], stops: Mapping[str, Span]) -> Room:
        """All that live matches take of some trips, and of some places within a span of time."""
        aboard = {trip_key: list(self._aboard(facts, now, trip_key)) for trip_key in sorted(trips)}
        waits = {stop_id: list(self._waiting(facts, now, stop_id, stops[stop_id])) for stop_id in sorted(stops)}
        lockers = {stop_id: list(self._in_locker(facts, now, stop_id, stops[stop_id])) for stop_id in sorted(stops)}
        return Room(facts, aboard, waits, lockers)

    def _indexed(self, entry: Entry) -> Iterator[tuple[dict[str, dict[str, Entry]], str]]:
        """Where its journey is found by trip and by place."""
        for leg in entry.legs:
            yield self._on_trip, leg.trip_key
            yield self._at_stop, leg.board_stop_id
            yield self._at_stop, leg.alight_stop_id

    def _aboard(self, facts: Facts, now: int, trip_key: str) -> Iterator[Aboard]:
        """Legs the trip runs as promised and, where everything has left, those it still can be told to carry."""
        trip = facts.trips.get(trip_key)
        if trip is None:
            return
        for entry in self._on_trip.get(trip_key, {}).values():
            stands = entry.claim.is_known_to_stand(facts.tick)
            for leg in entry.legs:
                if leg.trip_key == trip_key:
                    runs = stands or not differences(leg, trip, made=False)
                    if runs or (entry.claim.has_left(now) and calls_there(leg, trip)):
                        until = self._kept_until(facts, trip, entry, leg)
                        yield Aboard(entry.request, leg, has_left(leg, now), until)

    def _kept_until(self, facts: Facts, trip: TripPublished, entry: Entry, leg: Leg) -> int:
        """A trip that does not come to the fallback any more, which another check says, keeps no room."""
        ends = leg is entry.legs[-1]
        until = kept_until(trip, leg.alight_call, facts.stops.get(leg.alight_stop_id)) if ends else None
        return leg.alight_call if until is None else until

    def _waiting(self, facts: Facts, now: int, stop_id: str, span: Span) -> Iterator[Wait]:
        """Whoever waits there as promised; when a journey under way is not as promised, nobody knows when it does."""
        stop = facts.stops.get(stop_id)
        if stop is None or stop.hub is None or stop.hub.storage_ml is None:
            return
        for entry in self._at_stop.get(stop_id, {}).values():
            waits = [
                (stay.start, stay.end)
                for stay in entry.stays
                if stay.stop_id == stop_id and _counts(entry, stay.start, stay.end, now, span)
            ]
            if waits and self._waits_so(facts, now, entry):
                for start, end in waits:
                    yield Wait(entry.request.volume_ml, start, end, entry.claim.has_left(now))

    def _in_locker(self, facts: Facts, now: int, stop_id: str, span: Span) -> Iterator[tuple[str, Wait]]:
        """Whoever is in a compartment there as promised, or was left in it; who forgets them after a day may."""
        stop = facts.stops.get(stop_id)
        if stop is None or stop.locker is None:
            return
        for entry in self._at_stop.get(stop_id, {}).values():
            taken = [
                (stay.size, stay.start, collected_by(stay, len(entry.legs), stop))
                for stay in entry.stays
                if stay.stop_id == stop_id and stay.size is not None
            ]
            taken = [each for each in taken if _counts(entry, each[1], each[2], now, span)]
            if taken and self._waits_so(facts, now, entry):
                for size, start, end in taken:
                    yield size, Wait(1, start, end, entry.claim.has_left(now))
        for entry in self._left_in.get(stop_id, {}).values():
            stay = entry.stays[-1]
            end = collected_by(stay, len(entry.legs), stop)
            if entry.due_at + CLOSED_AFTER_S >= now and stay.size is not None and now < end:
                yield stay.size, Wait(1, stay.start, end, settled=True)

    def _waits_so(self, facts: Facts, now: int, entry: Entry) -> bool:
        if entry.claim.is_known_to_stand(facts.tick):
            return True
        return entry.claim.holds(facts.tick, now) if entry.claim.has_left(now) else _runs(facts, entry)


def starts_of(match: ParcelMatched) -> list[int]:
    """When each leg is to be committed: the first at hand-in, the others when they leave."""
    return [epoch_s(match.hand_in_by), *(epoch_s(leg.board_at) for leg in match.legs[1:])]


def _counts(entry: Entry, start: int, end: int, now: int, span: Span) -> bool:
    """Whether a parcel lies somewhere within a span; of one on its way, what is over matters no more."""
    over = now if entry.legs[0].committed else 0
    return start < span[1] and max(span[0], over) < end


def _runs(facts: Facts, entry: Entry) -> bool:
    """Whether every leg runs as promised."""
    trips = [facts.trips.get(leg.trip_key) for leg in entry.legs]
    return all(
        trip is not None and not differences(leg, trip, made=False) for leg, trip in zip(entry.legs, trips, strict=True)
    )
