"""What a solve is given, and what it returns."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain

from contracts.reasons import UnmatchedReason
from matcher.journeys.journey import Journey, journey_cost_millis, waited_s
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.journeys.search import Search
from matcher.resources.capacity import Capacity, Free
from matcher.resources.use import Uses
from matcher.state.decisions import LiveMatch
from matcher.state.hours import NEVER_BEFORE
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
    """A parcel to decide on: its request and the question all rules leave.

    Parcels that take the same journey together are one ask: the request that they make.
    """

    request: Request
    question: Question
    together: tuple[Request, ...] = ()
    """Their own requests, if it stands for several."""
    not_before: int = NEVER_BEFORE
    """The earliest hand-in that the parcel it comes after allows."""
    cheapest: Candidate | None = None
    """Its cheapest journey if vehicles, hubs and drivers had nothing else to do; None = there is none, or
    none worth its cost."""
    hand_in_by: int | None = None
    """When it was handed in, if its journey has begun: that stays."""
    reason_without: UnmatchedReason | None = None
    """The reason if not even alone it gets anything; None = to be found out."""
    chosen: Candidate | None = None
    """What it got."""

    @property
    def most_millis(self) -> int:
        """What it would bring if it were alone."""
        return 0 if self.cheapest is None else self.cheapest.net_millis

    def costs_millis(self, journey: Journey, network: Network) -> list[int]:
        """What a journey costs each of the parcels that travel together."""
        legs, waited = len(journey.legs), waited_s(network, journey.legs)
        return [journey_cost_millis(network.settings, legs, each.volume_ml, waited) for each in self.together]

    def net_millis(self, journey: Journey, network: Network) -> int:
        """Its value minus what a journey costs."""
        cost_millis = sum(self.costs_millis(journey, network)) if self.together else journey.cost_millis
        return self.request.value_millis - cost_millis

    def is_worth(self, journey: Journey, network: Network) -> bool:
        """Whether each parcel is worth more than the journey costs it."""
        if not self.together:
            return journey.cost_millis < self.request.value_millis
        costs = self.costs_millis(journey, network)
        return all(cost < each.value_millis for cost, each in zip(costs, self.together, strict=True))

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
    bound: tuple[tuple[int, ...], ...] = ()
    """Asks, by index and in the order of their parcel ids, of which all get a journey or none."""

    def candidate(self, ask: Ask, journey: Journey) -> Candidate:
        """A journey with what it takes and brings."""
        uses = self.capacity.uses(journey, ask.request)
        return Candidate(journey, uses, ask.net_millis(journey, self.search.network))

    def parties(self) -> list[tuple[int, ...]]:
        """The bound asks, and by itself each other one that would get a journey if it were alone."""
        among_others = set(chain(*self.bound))
        single = [index for index, ask in enumerate(self.asks) if ask.cheapest is not None]
        return [*self.bound, *((index,) for index in single if index not in among_others)]


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
