"""How far the timetables topic was read when each moment was decided.

The files do not say. But what is decided has to be true on the facts of some tick, ticks never go back,
and at the end of the log everything was read. So each moment gets the first tick, not before that of the
last one, on which all it says is true, all that stands still does, and there is room for it; a later one
would leave less to those who follow. Where there is none, something is wrong.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from matcher.verify.checks import ROOM
from matcher.verify.claim import Claim
from matcher.verify.facts import History
from matcher.verify.live import ALWAYS, Entry, Live, Span
from matcher.verify.picture import oldest_date
from matcher.verify.stays import collected_by
from matcher.verify.violation import Violation

_HOUR_S = 3_600


@dataclass
class _Trial:
    """What a moment needs to be true; what cannot be is a violation, and is needed no more."""

    now: int
    plan: PlanCertified | None
    made: list[Claim]
    standing: list[Claim] = field(default_factory=list)
    """Live decisions of which it is to be seen whether they still stand."""
    violations: list[Violation] = field(default_factory=list)


class Reading:
    """The tick of the newest moment, and up to where everything live is known to stand."""

    def __init__(self, history: History, live: Live) -> None:
        self._history = history
        self._live = live
        self._tick = 0
        self._now = 0
        self._forgotten = 0
        """What was in force by this tick was read before the hour, and is forgotten if it is old."""
        self._standing: list[tuple[int, int, Claim]] = []
        """A heap of the live decisions of open parcels: up to before which tick each is known to stand."""
        self._number = count()

    def advance(self, now: int, plan: PlanCertified | None, made: Sequence[Entry]) -> list[Violation]:
        """Read on, as far as it takes to decide that."""
        if now // _HOUR_S != self._now // _HOUR_S:
            self._forgotten = self._tick
        self._now = now
        trial = _Trial(now, plan, [entry.claim for entry in made])
        tick = self._with_room(self._first(self._tick, trial), trial, made)
        for claim in (*trial.made, *trial.standing):
            if claim.next(tick, now) is not None:
                heappush(self._standing, (claim.until, next(self._number), claim))
        self._tick = tick
        return trial.violations

    def finish(self, known: int, left_by: int) -> list[Violation]:
        """Read to the end, and say what does not stand there.

        `known` is how late it was at least, `left_by` at most.
        """
        violations: list[Violation] = []
        end = self._history.end
        for claim in self._in_question(end):
            now = left_by if isinstance(claim.decision, ParcelMatched) else known
            if not claim.has_left(now):
                violations += claim.findings(end, now)
        return violations + self._oversold(end, left_by, ())

    def trips(self) -> range:
        """How many trips may be said to be in force."""
        return self._counts(self._tick, self._now)

    def _first(self, tick: int, trial: _Trial) -> int:
        """The first tick on which everything is true."""
        while True:
            before = tick
            tick = self._first_made(tick, trial)
            tick = self._first_counted(tick, trial)
            trial.standing += self._in_question(tick)
            tick = self._first_standing(tick, trial)
            if tick == before:
                return tick

    def _first_made(self, tick: int, trial: _Trial) -> int:
        possible: list[Claim] = []
        for claim in trial.made:
            found = claim.next(tick, trial.now, made=True)
            if found is None:
                trial.violations += claim.findings(max(tick, claim.likeliest()), trial.now, made=True)
            else:
                possible.append(claim)
                tick = found
        trial.made = possible
        return tick

    def _first_counted(self, tick: int, trial: _Trial) -> int:
        """The first tick with as many trips in force as the plan counted; if there is none, a check says so."""
        if trial.plan is None:
            return tick
        changes = self._history.publications.changes()
        for later in (tick, *changes[bisect_right(changes, tick) :]):
            if trial.plan.trips in self._counts(later, trial.now):
                return later
        trial.plan = None
        return tick

    def _first_standing(self, tick: int, trial: _Trial) -> int:
        possible: list[Claim] = []
        for claim in trial.standing:
            if claim.has_left(trial.now):
                continue
            found = claim.next(tick, trial.now)
            if found is None:
                trial.violations += claim.findings(tick, trial.now)
            else:
                possible.append(claim)
                tick = found
        trial.standing = possible
        return tick

    def _in_question(self, tick: int) -> list[Claim]:
        """Live decisions that are not known to stand at a tick; they are known to be in question then."""
        found: list[Claim] = []
        while self._standing and self._standing[0][0] <= tick:
            claim = heappop(self._standing)[2]
            entry = self._live.open.get(claim.decision.parcel_id)
            if entry is not None and entry.claim is claim:
                found.append(claim)
        return found

    def _with_room(self, tick: int, trial: _Trial, made: Sequence[Entry]) -> int:
        """Either this tick, or the first one after it on which everything is true and there is room as well."""
        found = self._oversold(tick, trial.now, made)
        if found:
            for later in self._changes(tick, made):
                if self._is_true(later, trial) and not self._oversold(later, trial.now, made):
                    return later
            trial.violations += found
        return tick

    def _is_true(self, tick: int, trial: _Trial) -> bool:
        """Whether everything is true at a tick."""
        trial.standing += self._in_question(tick)
        counted = trial.plan is None or trial.plan.trips in self._counts(tick, trial.now)
        return (
            counted
            and all(claim.next(tick, trial.now, made=True) == tick for claim in trial.made)
            and all(claim.has_left(trial.now) or claim.next(tick, trial.now) == tick for claim in trial.standing)
        )

    def _oversold(self, tick: int, now: int, made: Iterable[Entry]) -> list[Violation]:
        """Where too much is taken, of what the made ones take and of what changed since the last moment."""
        trips, stops = self._touched(tick, made)
        room = self._live.room(self._history.at(tick), now, trips, stops)
        return [Violation(check.__name__, sentence, subject) for check in ROOM for subject, sentence in check(room)]

    def _changes(self, tick: int, made: Iterable[Entry]) -> list[int]:
        """The ticks after this one at which something changes that could make room."""
        trips, stops = self._touched(tick, made)
        ticks = {later for key in trips for later in self._history.publications.trips.ticks(key)}
        ticks |= {later for key in stops for later in self._history.stops.ticks(key)}
        return sorted(later for later in ticks if later > tick)

    def _touched(self, tick: int, made: Iterable[Entry]) -> tuple[set[str], dict[str, Span]]:
        """The trips to look at, and the places, each for a span: what is made uses them, or they have changed."""
        changed_stops = set(self._history.stops.changed(self._tick, tick))
        changed_trips = set(self._history.publications.trips.changed(self._tick, tick))
        changed_trips |= {trip_key for stop_id in changed_stops for trip_key in self._live.trips_at(stop_id)}
        trips = {leg.trip_key for entry in made for leg in entry.legs} | self._live.on_trips(changed_trips)
        stops: dict[str, Span] = {}
        for entry in made:
            for stay in entry.stays:
                end = collected_by(stay, len(entry.legs), self._history.stops.at(stay.stop_id, tick))
                first, last = stops.get(stay.stop_id, (stay.start, end))
                stops[stay.stop_id] = (min(first, stay.start), max(last, end))
        return trips, stops | dict.fromkeys(changed_stops, ALWAYS)

    def _counts(self, tick: int, now: int) -> range:
        return self._history.publications.count(tick, oldest_date(now), self._forgotten)
