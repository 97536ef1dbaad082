"""Whatever the order in which topics and partitions are read, and however often: the answers are the same."""

import asyncio
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.match import ParcelMatched
from contracts.trip import TripPublished
from tests.conformance.read_model import shuffled
from tests.workers.views.history import EXPECTED, PAGES, answers_after, history
from workers.views.page import Page


def test_the_history_has_something_of_everything() -> None:
    matches = [event.data for event in history() if isinstance(event.data, ParcelMatched)]
    assert {match.cause for match in matches} == {"new", "committed"}
    publications = [event.data.publication_id for event in history() if isinstance(event.data, TripPublished)]
    assert set(publications) == {"p1", "p2", "p3"}
    assert len(PAGES) > 15
    assert EXPECTED["rejects"]


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_any_interleaving_gives_the_same_answers(seed: int) -> None:
    assert asyncio.run(answers_after(shuffled(PAGES, seed))) == EXPECTED


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_going_back_and_applying_again_gives_the_same_answers(seed: int) -> None:
    draw = random.Random(seed)
    applied: list[Page] = []
    for page in shuffled(PAGES, seed):
        applied.append(page)
        applied += draw.sample(applied, min(len(applied), draw.randrange(3)))
    assert asyncio.run(answers_after(applied)) == EXPECTED
