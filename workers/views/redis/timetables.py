"""Publications and their trips: those in force, those that are not sealed yet, and getting rid of the others."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from pydantic_core import from_json, to_json

from workers.views.publication import Publication
from workers.views.redis.keys import joined, split
from workers.views.redis.store import Store
from workers.views.redis.stored import row_json
from workers.views.redis.writes import Writes
from workers.views.rows import MarkerRow, TripRow

_TRIPS_AT_ONCE = 200

_FeedDate = str
"""Area, feed_id and service_date, joined."""
_Name = str
"""A publication: those of its feed's date and its publication_id, joined."""


@dataclass(frozen=True, slots=True)
class _InForce:
    """The publication that holds for a feed's date."""

    marked: int
    publication_id: str

    @classmethod
    def parse(cls, stored: str) -> "_InForce":
        marked, _, publication_id = stored.partition(" ")
        return cls(int(marked), publication_id)

    @property
    def stored(self) -> str:
        return f"{self.marked} {self.publication_id}"


class Timetables:
    """The publications that some trips and markers belong to."""

    def __init__(
        self, publications: dict[_Name, Publication], in_force: dict[_FeedDate, _InForce], trips: set[str]
    ) -> None:
        self._publications = publications
        self._in_force = in_force
        self._trips = trips

    @classmethod
    async def look(cls, store: Store, rows: Iterable[TripRow | MarkerRow]) -> "Timetables":
        """How far those publications have come, and which of those trips they have."""
        names, dates = list({_name(row): None for row in rows}), list({_date(row): None for row in rows})
        trips = {_trip(row) for row in rows if isinstance(row, TripRow)}
        found, in_force = await store.get_some("publication", names), await store.get_some("in_force", dates)
        return cls(
            {name: Publication(*from_json(each)) for name, each in zip(names, found, strict=True) if each is not None},
            {date: _InForce.parse(each) for date, each in zip(dates, in_force, strict=True) if each is not None},
            await store.which_exist("trip", trips),
        )

    def take(self, rows: Iterable[TripRow | MarkerRow], writes: Writes) -> None:
        """Take over trips and markers, in order."""
        for row in rows:
            publication = self._publications.get(_name(row), Publication())
            if publication.sealed:
                continue
            if isinstance(row, MarkerRow):
                publication = publication.with_marker(row.trips, row.offset)
            else:
                if _trip(row) not in self._trips:
                    publication = publication.with_trip()
                self._keep(row, writes)
            self._publications[_name(row)] = publication
            writes.put("publication", _name(row), to_json(astuple(publication)).decode())
            if publication.sealed:
                self._put_in_force(row, publication, writes)

    def _keep(self, row: TripRow, writes: Writes) -> None:
        self._trips.add(_trip(row))
        writes.put("trip", _trip(row), row_json(row))
        writes.enter("trip:of", _name(row) + joined(row.trip_key, row.trip_id))
        for name in (row.trip_key, row.trip_id):
            writes.enter("trip:named", joined(name) + _trip(row))

    def _put_in_force(self, row: TripRow | MarkerRow, publication: Publication, writes: Writes) -> None:
        """Of the sealed publications of a feed's date that with the newest marker is in force."""
        now = self._in_force.get(_date(row))
        if now is not None and publication.marked < now.marked:
            writes.enter("replaced", _name(row))
            return
        if now is not None:
            writes.enter("replaced", _date(row) + joined(now.publication_id))
        self._in_force[_date(row)] = _InForce(publication.marked, row.publication_id)
        writes.put("in_force", _date(row), self._in_force[_date(row)].stored)


async def drop_replaced(store: Store) -> None:
    """Drop the trips of publications that others have replaced; some at a time, so that nobody waits for it."""
    for publication in await store.beginning_with("replaced", "", -1):
        if await drop_trips(store, publication):
            writes = await _while_it_stands(store, publication)
            writes.leave("replaced", publication)
            await writes.made(store)


async def drop_dates(store: Store, first_kept: str) -> None:
    """Drop what was published for the service dates before."""
    for publication in await store.get_all("publication"):
        area, feed_id, service_date, _ = split(publication)
        if service_date < first_kept and await drop_trips(store, publication):
            writes = await _while_it_stands(store, publication)
            writes.drop("publication", publication)
            writes.drop("in_force", joined(area, feed_id, service_date))
            writes.leave("replaced", publication)
            await writes.made(store)


async def drop_trips(store: Store, publication: str) -> bool:
    """Drop a publication's trips; whether all are gone. Stops when the read model is no longer the same."""
    while True:
        writes = await _while_it_stands(store, publication)
        of = await store.beginning_with("trip:of", publication, _TRIPS_AT_ONCE)
        if not of:
            return True
        for member in of:
            area, feed_id, service_date, publication_id, trip_key, trip_id = split(member)
            trip = joined(area, trip_key, feed_id, service_date, publication_id)
            writes.leave("trip:of", member)
            writes.drop("trip", trip)
            for name in (trip_key, trip_id):
                writes.leave("trip:named", joined(name) + trip)
        if not await writes.made(store):
            return False


async def _while_it_stands(store: Store, publication: str) -> Writes:
    """Changes that are made only if neither the publication nor what holds for its date has changed."""
    date = joined(*split(publication)[:3])
    writes = Writes(store.keys)
    writes.only_if("publication", publication, await store.get("publication", publication))
    writes.only_if("in_force", date, await store.get("in_force", date))
    return writes


def _date(row: TripRow | MarkerRow) -> _FeedDate:
    return joined(row.area, row.feed_id, row.service_date)


def _name(row: TripRow | MarkerRow) -> _Name:
    return joined(row.area, row.feed_id, row.service_date, row.publication_id)


def _trip(row: TripRow) -> str:
    return joined(row.area, row.trip_key, row.feed_id, row.service_date, row.publication_id)
