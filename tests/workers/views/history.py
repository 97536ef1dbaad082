"""A history with something of everything a read model keeps, as pages, and what is answered after it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from contracts.event import Event
from contracts.topics import Topic
from tests.conformance.read_model import MORNING, PLANNED, committed, pages
from tests.worlds.answers import answers_of
from tests.worlds.plan import output, plan
from tests.worlds.rejection import rejected
from tests.worlds.world import world
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.memory import MemoryReadModel
from workers.views.page import Page

CHANGED = world(f"{MORNING.text}\nwithdrawn P2\nparcel P3  B -> A\nparcel P1  A -> H")
_NEWER = world("""
    now 2026-11-22 13:00
    area vidzeme
    day 2026-11-23
    trip T1  publication p2  A 07:10  H 07:40
    trip T3  publication p2  H 08:10  B 09:10
    timetable 2026-11-23  publication p3  trips 7
    trip T1  publication p3  A 07:20  H 07:50
""")


def history() -> list[Event]:
    """A parcel's whole life, a replaced timetable, an incomplete one, duplicates, and a rejected stranger."""
    withdrawn = plan(CHANGED, "P2: WITHDRAWN")[-1].data.model_copy(update={"revision": 2})
    requests = [event for event in MORNING.events if event.kind.name == "parcel.requested"]
    stranger = replace(requests[0], id="stolen", source="urn:ridealong:thief")
    inputs = [*CHANGED.events, *requests, stranger, *_NEWER.events]
    return [*inputs, *PLANNED, committed(MORNING, PLANNED, "P1"), output(CHANGED, withdrawn)]


async def _told(size: int) -> list[Page]:
    log = MemoryLog(partitions=1)
    await publish(log, history())
    parcels = await log.read(Topic.PARCELS, 0, 0)
    await publish(log, [rejected(parcels[-1], "PARCEL_OF_ANOTHER", MORNING.now)])
    return await pages(log, size)


async def answers_after(applied: Sequence[Page]) -> dict[str, object]:
    model = MemoryReadModel()
    for page in applied:
        await model.apply(page)
    return await answers_of(model, CHANGED)


PAGES = asyncio.run(_told(2))
EXPECTED = asyncio.run(answers_after(PAGES))
