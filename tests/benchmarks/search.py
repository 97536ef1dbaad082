"""The journey search on the sample regions: each parcel's cheapest journey by all rules, again and again."""

import time
from collections.abc import Iterator

from contracts.instants import epoch_s
from matcher.evolve import evolve
from matcher.state.area_state import AreaState
from matcher.workbench import Workbench, workbench
from tests.benchmarks.figure import Figure
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES, Sample

ROUNDS = 20
"""The first one is not counted: it fills what is kept from one search to the next."""


def figures() -> Iterator[Figure]:
    """Searches a second, the fastest of all rounds, for each region."""
    for sample in SAMPLES:
        state, bench = _bench(sample)
        requests = [parcel.newest for parcel in state.parcels.values()]
        known = bench.network.place_number.keys()
        questions = [
            bench.rules.question(request)
            for request in requests
            if request is not None and {request.origin, request.destination} <= known
        ]
        seconds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            for question in questions:
                bench.search.cheapest(question, bench.empty)
            seconds.append(time.perf_counter() - started)
        yield Figure(
            f"search: {sample.area}, {len(bench.network.trips)} trips", len(questions) / min(seconds[1:]), "per s"
        )


def _bench(sample: Sample) -> tuple[AreaState, Workbench]:
    day = load_sample(sample, "bench")
    state = AreaState(sample.area)
    for event in day.events:
        evolve(state, event)
    return state, workbench(state, epoch_s(day.now))
