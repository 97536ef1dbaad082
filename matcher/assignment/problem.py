"""What a solve is given, and what it returns."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from contracts.reasons import UnmatchedReason
from matcher.journeys.journey import Journey
from matcher.journeys.question import Question
from matcher.journeys.search import Search
from matcher.resources.capacity import Capacity, Free
from matcher.resources.use import Uses
from matcher.state.decisions import LiveMatch
from matcher.state.parcels import Request

Stop = Callable[[float], bool]
"""`stop(work) -> bool`: asked between steps with the work done so far, in CP-SAT's deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A journey one parcel could take: what it takes of the capacity, and its value minus its cost."""

    journey: Journey
    uses: Uses
    net_millis: int


@dataclass(slots=True)
class Ask:
    """A parcel to decide on: its request and the question all rules leave."""

    request: Request
    question: Question
    cheapest: Candidate | None = None
    """Its cheapest journey if vehicles, hubs and drivers had nothing else to do; None = there is none, or
    none worth its cost."""
    hand_in_by: int | None = None
    """When it was handed in, if its journey has begun: that stays."""
    reason_without: UnmatchedReason | None = None
    """The reason if not even alone it gets anything; None = to be found out."""

    @property
    def most_millis(self) -> int:
        """What it would bring if it were alone."""
        return 0 if self.cheapest is None else self.cheapest.net_millis

    def begun(self, match: LiveMatch) -> LiveMatch:
        """A match to this ask, with what has begun as it was."""
        return match if self.hand_in_by is None else replace(match, hand_in_by=self.hand_in_by)


@dataclass(slots=True)
class Problem:
    """Parcels to decide on, and what kept matches leave free."""

    search: Search
    capacity: Capacity
    asks: list[Ask]
    free: Free

    def candidate(self, request: Request, journey: Journey) -> Candidate:
        """A journey with what it takes and brings."""
        uses = self.capacity.uses(journey, request)
        return Candidate(journey, uses, request.value_millis - journey.cost_millis)


@dataclass(slots=True)
class Assignment:
    """The chosen candidate of each matched parcel, by its index in `Problem.asks`; what is then free."""

    chosen: dict[int, Candidate] = field(default_factory=dict)
    work: float = 0.0
    stopped_early: bool = False

    @property
    def net_millis(self) -> int:
        """Sum of value minus cost."""
        return sum(candidate.net_millis for candidate in self.chosen.values())


Solve = Callable[[Problem, int, Stop], Assignment]
"""`solve(problem, seed, stop)`: assigns journeys; `problem.free` becomes what the plan leaves."""
