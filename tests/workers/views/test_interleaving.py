"""Whatever the order in which topics and partitions are read, and however often: the answers are the same."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.topics import Topic
from contracts.trip import TripPublished
from tests.conformance.read_model import MORNING, PLANNED, committed, pages, shuffled
from tests.worlds.answers import answers_of
from tests.worlds.plan import output, plan
from tests.worlds.rejection import rejected
from tests.worlds.world import world
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.memory import MemoryReadModel
from workers.views.page import Page

_CHANGED = world(f"{MORNING.text}\nwithdrawn P2\nparcel P3  B -> A\nparcel P1  A -> H")
_NEWER = world("""
    now 2026-11-22 13:00
    area vidzeme
    day 2026-11-23
    trip T1  publication p2  A 07:10  H 07:40
    trip T3  publication p2  H 08:10  B 09:10
    timetable 2026-11-23  publication p3  trips 7
    trip T1  publication p3  A 07:20  H 07:50
""")


def _history() -> list[Event]:
    """A parcel's whole life, a replaced timetable, an incomplete one, duplicates, and a rejected stranger."""
    withdrawn = plan(_CHANGED, "P2: WITHDRAWN")[-1].data.model_copy(update={"revision": 2})
    requests = [event for event in MORNING.events if event.kind.name == "parcel.requested"]
    stranger = replace(requests[0], id="stolen", source="urn:ridealong:thief")
    inputs = [*_CHANGED.events, *requests, stranger, *_NEWER.events]
    return [*inputs, *PLANNED, committed(MORNING, PLANNED, "P1"), output(_CHANGED, withdrawn)]


async def _told(size: int) -> list[Page]:
    log = MemoryLog(partitions=1)
    await publish(log, _history())
    parcels = await log.read(Topic.PARCELS, 0, 0)
    await publish(log, [rejected(parcels[-1], "PARCEL_OF_ANOTHER", MORNING.now)])
    return await pages(log, size)


async def _answers(applied: Sequence[Page]) -> dict[str, object]:
    model = MemoryReadModel()
    for page in applied:
        await model.apply(page)
    return await answers_of(model, _CHANGED)


PAGES = asyncio.run(_told(2))
EXPECTED = asyncio.run(_answers(PAGES))


def test_the_history_has_something_of_everything() -> None:
    matches = [event.data for event in _history() if isinstance(event.data, ParcelMatched)]
    assert {match.cause for match in matches} == {"new", "committed"}
    publications = [event.data.publication_id for event in _history() if isinstance(event.data, TripPublished)]
    assert set(publications) == {"p1", "p2", "p3"}
    assert len(PAGES) > 15
    assert EXPECTED["rejects"]


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_any_interleaving_gives_the_same_answers(seed: int) -> None:
    assert asyncio.run(_answers(shuffled(PAGES, seed))) == EXPECTED


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_going_back_and_applying_again_gives_the_same_answers(seed: int) -> None:
    draw = random.Random(seed)
    applied: list[Page] = []
    for page in shuffled(PAGES, seed):
        applied.append(page)
        applied += draw.sample(applied, min(len(applied), draw.randrange(3)))
    assert asyncio.run(_answers(applied)) == EXPECTED
