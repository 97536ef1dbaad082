"""A live decision, and the ticks at which the facts bear it out."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta

from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.unmatched import LockerLimit, StorageLimit
from matcher.verify.checks import RULES
from matcher.verify.checks.area_published import area_published
from matcher.verify.facts import Facts, History
from matcher.verify.moments import Decision
from matcher.verify.picture import Picture, Refusal, has_left, journey_of
from matcher.verify.violation import Violation

NEVER = 1 << 60
"""After every tick."""
_A_DAY = timedelta(days=1)


class Claim:
    """What a decision says of the facts, tried at one tick after another and only where they changed.

    A decision is *made* on the facts of some tick and has to keep every rule there. At later ticks it
    has to *stand*: to run as promised, though it may cost another amount now.
    """

    def __init__(
        self, area: str, history: History, decision: Decision, request: ParcelRequested, begun: ParcelMatched | None
    ) -> None:
        self.decision = decision
        self._area = area
        self._history = history
        self._request = request
        self._begun = begun
        self._ticks = sorted({0, *_changes(history, decision, request)})
        self._made = (0, 0)
        """From a tick up to before another it may have been made, as far as was tried."""
        self._stands = (0, 0)
        """The same for where it stands."""

    @property
    def until(self) -> int:
        """It stands up to before this tick, as far as was tried."""
        return self._stands[1]

    def next(self, tick: int, now: int, *, made: bool = False) -> int | None:
        """The first tick, not before this one, at which it stands, or may have been made; None if there is none."""
        known = self._made if made else self._stands
        if known[0] <= tick < known[1]:
            return tick
        for index in range(bisect_right(self._ticks, tick) - 1, len(self._ticks)):
            since = self._ticks[index]
            if next(self._found(since, now, made=made), None) is None:
                self._stands = (since, self._after(index))
                self._made = self._stands if made else self._made
                return max(tick, since)
        return None

    def is_known_to_stand(self, tick: int) -> bool:
        """Whether it was tried and found to stand at a tick."""
        return self._stands[0] <= tick < self._stands[1]

    def holds(self, tick: int, now: int) -> bool:
        """Whether it stands at a tick."""
        return self.is_known_to_stand(tick) or next(self._found(tick, now, made=False), None) is None

    def findings(self, tick: int, now: int, *, made: bool = False) -> list[Violation]:
        """Which rules it breaks at a tick, in the order of the rules."""
        return list(self._found(tick, now, made=made))

    def likeliest(self) -> int:
        """The newest tick at which its legs are those of their trips, else the newest of all."""
        for index in reversed(range(len(self._ticks))):
            picture = self._picture(self._history.at(self._ticks[index]), 0, made=True)
            if all(journey.whole for journey in picture.journeys):
                return min(self._after(index) - 1, self._history.end)
        return self._history.end

    def has_left(self, now: int) -> bool:
        """Whether the last trip of its journey has left with it: then it stands, whatever becomes of the facts."""
        return isinstance(self.decision, ParcelMatched) and has_left(self.decision.legs[-1], now)

    def _after(self, index: int) -> int:
        """Up to before which tick nothing changes for it."""
        return self._ticks[index + 1] if index + 1 < len(self._ticks) else NEVER

    def _found(self, tick: int, now: int, *, made: bool) -> Iterator[Violation]:
        facts = self._history.at(tick)
        picture = self._picture(facts, now, made=made)
        unpublished = facts.area is None and picture.journeys
        for rule in (area_published,) if unpublished else RULES:
            for subject, sentence in rule(picture):
                yield Violation(rule.__name__, sentence, subject)

    def _picture(self, facts: Facts, now: int, *, made: bool) -> Picture:
        if isinstance(self.decision, ParcelMatched):
            journey = journey_of(facts, self.decision, self._request, self._begun, made=made, now=now)
            return Picture(self._area, facts, now, journeys=(journey,))
        return Picture(self._area, facts, now, refusals=(Refusal(self.decision, self._request),))


def _changes(history: History, decision: Decision, request: ParcelRequested) -> Iterator[int]:
    """The ticks at which something changed that the decision depends on."""
    yield from history.area_ticks()
    stops = {request.origin_stop_id, request.destination_stop_id}
    trips: set[str] = set()
    if isinstance(decision, ParcelMatched):
        trips = {leg.trip_key for leg in decision.legs}
        stops |= {stop_id for leg in decision.legs for stop_id in (leg.board_stop_id, leg.alight_stop_id)}
    else:
        first, last = request.ready_at.date() - 3 * _A_DAY, request.due_at.date() + 2 * _A_DAY
        yield from history.publications.completions(first, last)  # whatever the clocks of the area read
        stops |= {limit.stop_id for limit in decision.limits if isinstance(limit, StorageLimit | LockerLimit)}
        trips = {limit.trip_key for limit in decision.limits if not isinstance(limit, StorageLimit | LockerLimit)}
    for trip_key in trips:
        yield from history.publications.trips.ticks(trip_key)
    for stop_id in stops:
        yield from history.stops.ticks(stop_id)
        for zone_id in {stop.zone_id for stop in history.stops.values(stop_id) if stop is not None}:
            if zone_id is not None:
                yield from history.zones.ticks(zone_id)
