"""The questions, answered from lookups: what all adapters share."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TypeVar

from contracts.topics import Topic
from workers.views.about import About
from workers.views.figures import AreaFigures, figures_of
from workers.views.hub import HubList, waits_at
from workers.views.lookups import Lookups, TripFound
from workers.views.manifest import Carried, Manifest, call_loads
from workers.views.names import Names, names_of, stops_of, trips_of
from workers.views.page import Marks
from workers.views.parcel import ParcelFacts, ParcelStory
from workers.views.rejects import Reject
from workers.views.rows import AreaRow, DecisionRow, RequestRow
from workers.views.stream import Cursor, Entry, Only, StreamPage, pick

T = TypeVar("T")

_LOOK_S = 0.05
"""How often a waiting reader of the stream looks for new decisions."""


class AnsweringReadModel(ABC):
    """The asking half of a ReadModel. An adapter says how a question gets at the rows."""

    @abstractmethod
    async def ask(self, about: About, question: Callable[[Lookups], T]) -> T:
        """The result of a function that reads rows; all it reads is of one moment, but for the parcels of figures.

        It reads no rows but those that a question `about` that needs.
        """

    @abstractmethod
    async def marks(self) -> Marks:
        """See ReadModel."""

    def listen(self) -> Callable[[float], Awaitable[None]]:
        """From now on notice decisions. What is returned waits for the next, so many seconds at most; it may err."""
        return _look_again

    async def areas(self) -> Sequence[AreaRow]:
        """The published areas."""
        return await self.ask(About("areas"), lambda rows: rows.areas())

    async def areas_with_parcel(self, parcel_id: str) -> Collection[str]:
        """In which areas a parcel of that id is known."""
        return await self.ask(About("areas_with_parcel", (parcel_id,)), lambda rows: rows.areas_with_parcel(parcel_id))

    async def parcel(self, area: str, parcel_id: str) -> ParcelStory | None:
        """Status and whole history of a parcel."""

        def question(rows: Lookups) -> ParcelStory | None:
            facts = rows.facts(area, parcel_id)
            return None if facts is None else ParcelStory(area, parcel_id, facts, _story_names(rows, area, facts))

        return await self.ask(About("parcel", (area, parcel_id)), question)

    async def trips_called(self, name: str) -> Collection[TripFound]:
        """Trips with that trip_key or trip_id."""
        return await self.ask(About("trips_called", (name,)), lambda rows: rows.trips_called(name))

    async def manifest(self, area: str, trip_key: str) -> Manifest | None:
        """What to unload and load at each call of a trip."""

        def question(rows: Lookups) -> Manifest | None:
            trip = next(iter(rows.trips(area, [trip_key])), None)
            carried = list(rows.carried_on(area, trip_key))
            if trip is None and not carried:
                return None
            stops = set() if trip is None else {call.stop_id for call in trip.calls}
            names = _names(rows, area, (one.match for one in carried), stops)
            return Manifest(area, trip_key, trip, call_loads(trip_key, trip, carried), names)

        return await self.ask(About("manifest", (area, trip_key)), question)

    async def hub(self, area: str, stop_id: str, since: int, until: int) -> HubList:
        """What waits at a place."""

        def question(rows: Lookups) -> HubList:
            waits = waits_at(stop_id, since, until, rows.carried_at(area, stop_id))
            names = _names(rows, area, (wait.carried.match for wait in waits), {stop_id})
            return HubList(area, stop_id, since, until, waits, names)

        return await self.ask(About("hub", (area, stop_id)), question)

    async def stream(self, after: Cursor, limit: int, only: Only, timeout_s: float = 0) -> StreamPage:
        """Decisions from a place on."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            wait_for_news = self.listen()
            places = (part for place in after.next.items() for part in place)
            about = About("stream", (limit, *places))
            page = await self.ask(about, partial(_stream_page, after=after, limit=limit, only=only))
            left_s = deadline - asyncio.get_running_loop().time()
            if page.entries or not page.at_end or left_s <= 0:
                return page
            after = page.cursor
            await wait_for_news(left_s)

    async def end_of_stream(self) -> Cursor:
        """The place after the newest decision."""
        marks = await self.marks()
        return Cursor({p: topics[Topic.MATCHES].position for p, topics in marks.items() if Topic.MATCHES in topics})

    async def figures(self, area: str, now: int) -> AreaFigures:
        """How the open parcels of an area stand."""
        return await self.ask(
            About("figures", (area, now)),
            lambda rows: figures_of(area, now, rows.facts_due(area, now), rows.newest_plan(area)),
        )

    async def rejects(self, limit: int, *, with_retried: bool = False) -> Sequence[Reject]:
        """Inputs that could not be used, the newest first."""
        about = About("rejects", (limit, int(with_retried)))
        return await self.ask(about, lambda rows: rows.rejects(limit, with_retried=with_retried))

    async def reject(self, reject_id: str) -> Reject | None:
        """One rejected input."""
        return await self.ask(About("reject", (reject_id,)), lambda rows: rows.reject(reject_id))


async def _look_again(left_s: float) -> None:
    """For an adapter that nobody tells of news."""
    await asyncio.sleep(min(_LOOK_S, left_s))


def carried(match: DecisionRow, requests: Iterable[RequestRow]) -> Carried:
    """A live match with the request it was made for."""
    return Carried(match, next((request for request in requests if request.event_id == match.request_id), None))


def _stream_page(rows: Lookups, after: Cursor, limit: int, only: Only) -> StreamPage:
    candidates = [
        rows.entries(partition, after.next.get(partition, 0), limit) for partition in rows.deciding_partitions()
    ]
    picked = pick(candidates, after, limit, only)
    at_end = sum(map(len, candidates)) < limit
    return StreamPage(picked.entries, picked.cursor, at_end, _names_by_area(rows, picked.entries))


def _names_by_area(rows: Lookups, entries: Sequence[Entry]) -> dict[str, Names]:
    by_area: dict[str, list[Entry]] = {}
    for entry in entries:
        by_area.setdefault(entry.decision.area, []).append(entry)
    return {
        area: _names(
            rows,
            area,
            [entry.decision for entry in own],
            _ends(entry.request for entry in own if entry.request is not None),
        )
        for area, own in by_area.items()
    }


def _story_names(rows: Lookups, area: str, facts: ParcelFacts) -> Names:
    return _names(rows, area, facts.decisions, _ends(facts.requests))


def _ends(requests: Iterable[RequestRow]) -> set[str]:
    return {stop for request in requests for stop in (request.origin_stop_id, request.destination_stop_id)}


def _names(rows: Lookups, area: str, decisions: Iterable[DecisionRow], stops: Collection[str]) -> Names:
    """What the ids in decisions are called, and those of some more places."""
    told = list(decisions)
    published = next((row for row in rows.areas() if row.area == area), None)
    return names_of(published, rows.places(area, stops_of(told) | set(stops)), rows.trips(area, trips_of(told)))
