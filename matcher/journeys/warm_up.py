"""Compile what is compiled ahead of its first use; numba keeps the machine code beside the source."""

import numpy as np

from matcher.assignment.fill import share
from matcher.journeys.question import Question
from matcher.resources.capacity import Free
from matcher.resources.use import NO_USES
from matcher.rules.order import everything
from matcher.state.area_state import AreaState
from matcher.workbench import workbench


def warm_up() -> None:
    """Run every kernel on a network with one place and no trip."""
    state = AreaState("warm-up")
    state.place_number("here")
    bench = workbench(state, now=0)
    question = Question(*everything(bench.network), origin=0, destination=0)
    bench.search.cheapest(question, bench.empty)
    list(bench.search.all_last_calls(question, bench.empty))
    bench.capacity.uses_of_each([], [])
    free = Free(bench.capacity)
    if free.fits(NO_USES):
        free.take(NO_USES)
    share(np.zeros(1), NO_USES)


if __name__ == "__main__":
    warm_up()
