"""What the plan left free, and what every remedy is asked on it: whether the changed request travels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.explain.reason import reason_before_journeys
from matcher.explain.remedies.unmet import Unmet
from matcher.journeys.journey import Journey
from matcher.journeys.network import Flags
from matcher.resources.capacity import Free
from matcher.state.area_state import AreaState
from matcher.state.parcels import Request
from matcher.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Residual:
    """The facts, the rules, and the capacity with all live matches taken."""

    state: AreaState
    bench: Workbench
    free: Free

    def journeys(self, asked: Sequence[Unmet]) -> list[Journey | None]:
        """For each of them the cheapest journey that fits, if it is worth more than it costs; each as if
        there were no other.
        """
        requests = [unmet.request for unmet in asked]
        found: list[Journey | None] = [None] * len(requests)
        numbers = [number for number, request in enumerate(requests) if self._is_known(request)]
        questions = [
            self.bench.rules.question(requests[number], not_before=asked[number].not_before) for number in numbers
        ]
        for number, journey in zip(numbers, self.bench.search.cheapest_of_each(questions, self.free), strict=True):
            if journey is not None and journey.cost_millis < requests[number].value_millis:
                found[number] = journey
        return self._with_room(requests, found)

    def reached(self, unmet: Unmet) -> Flags:
        """(P) places to which it might go from where it is, if it were asked to."""
        network = self.bench.network
        anywhere = replace(unmet.request, destination=unmet.request.origin)
        if not network.calls:
            return np.zeros(len(network.places), dtype=np.bool_)
        return self.bench.search.reached(self.bench.rules.question(anywhere, not_before=unmet.not_before), self.free)

    def _is_known(self, request: Request) -> bool:
        return reason_before_journeys(self.state, request) is None

    def _with_room(self, requests: Sequence[Request], journeys: list[Journey | None]) -> list[Journey | None]:
        """The capacity itself has the last word."""
        some = [number for number, journey in enumerate(journeys) if journey is not None]
        uses = self.bench.capacity.uses_of_each(
            [journey for journey in journeys if journey is not None], [requests[number] for number in some]
        )
        for number, own in zip(some, uses, strict=True):
            if not self.free.fits(own):
                journeys[number] = None
        return journeys
