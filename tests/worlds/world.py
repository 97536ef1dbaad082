"""A whole tiny world as text that a transport planner reads.

One fact a line; the clauses of a line are two or more spaces apart; `#` starts a comment.
Everything not said has a default that restricts nothing.

    now 2026-11-22 12:00
    area test  zone Europe/Riga  notice 15 min  costs leg 0.10 transfer 0.25 storage 0.001 change 0.50  language lv
    goods flowers  excluded  as chilled  outside 20 min  total 4 h
    day 2026-11-23                                    the date meant when none is said
    place A  cut_off 15  release 30  open 06:00-22:00  handling 20 s
    place B  zone Z  no parcels  classes ambient chilled  open Mo-Fr 22:00-06:00, Sa 12:00
    hub H  storage 50 l  transfer 10  longest_wait 2 h    a place where parcels change trips
    place C  open 06:00-22:00  except 2026-12-24 06:00-12:00, 14:00-15:00  except 2026-12-25 never
    place L  locker S 5 l x2, M 20 l 60 cm 10 kg  collect 24 h     of M there is one
    place V  meeting fallback H reserves              or `meeting`, `meeting reserves`, `meeting fallback H`
    zone Z  electric bicycle  Mo-Sa 05:00-11:00  from 2026-12-01  exempt vtu
    trip T1  A 07:10  H 08:02/08:05 no drop_off budget 60 s  B 25:10  hold 100 l 5 pcs  hold 0-1 30 l
    trip T3  A 07:10  B 08:00  danger paint 3 4.1 20 kg  danger all 3 4.1 9 25 kg      budgets of dangerous goods
    trip T2 2026-11-24  electric  feed f  publication p2  run 07:00:00  no compartments  H 08:20  C 09:00
    timetable 2026-11-24  publication p2  trips 5     instead of the marker that fits; `missing` = none
    parcel P1  A -> C  ready 06:30  due 2026-11-24 12:00  20 l 4 kg chilled  value 6.50
    parcel P2  A -> C  dangerous 3 2 kg               without a weight all of it; `UN1950` = of that number
    parcel P3  C -> A  after P1 gap 30                the crate that goes back
    parcel P4  A -> B  consignment C1 2 together      or `all_or_none`
    withdrawn P1

A call is `stop arrival/departure`, or one time for both. A compartment is its name and what it
offers (no quantity = not limited; no compartment at all = one `hold` without limits), then the
handling classes; `hold 0-1 30 l` replaces what is named from call 0 to call 1. Places that trips and
parcels name without a line of their own are not published.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis.vendor.pretty import RepresentationPrinter

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.zone import ZonePublished
from tests.worlds.areas import area, zone
from tests.worlds.line import Line
from tests.worlds.parcels import parcel, withdrawn
from tests.worlds.places import place
from tests.worlds.trips import timetable, trip
from tests.worlds.words import Clock

SOURCE = "urn:ridealong:test"

_PublicationKey = tuple[str, date, str]


@dataclass(frozen=True, repr=False)
class World:
    """Facts as events ready to fold, and the instant to decide at."""

    text: str
    now: datetime
    events: list[Event] = field(repr=False)

    def __repr__(self) -> str:
        return f'world("""\n{self.text}\n""")'

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:  # noqa: FBT001 - IPython's form
        """How Hypothesis prints it: as the text it was made from."""
        printer.text(repr(self))

    @property
    def area(self) -> AreaPublished:
        """The area all events are of."""
        return next(event.data for event in self.events if isinstance(event.data, AreaPublished))

    @property
    def zone(self) -> ZoneInfo:
        """The area's time zone."""
        return ZoneInfo(self.area.time_zone)

    @property
    def trips(self) -> dict[str, TripPublished]:
        """By trip_key, whether in force or not; the last one told."""
        return {event.data.trip_key: event.data for event in self.events if isinstance(event.data, TripPublished)}

    @property
    def stops(self) -> dict[str, StopPublished]:
        """The published places."""
        return {event.data.stop_id: event.data for event in self.events if isinstance(event.data, StopPublished)}

    @property
    def parcels(self) -> dict[str, ParcelRequested]:
        """By parcel_id, the newest request."""
        return {event.data.parcel_id: event.data for event in self.events if isinstance(event.data, ParcelRequested)}

    def request_id(self, parcel_id: str) -> str:
        """The event id of the newest request of a parcel."""
        found = [event.id for event in self.events if isinstance(event.data, ParcelRequested)]
        ours = [event_id for event_id in found if event_id.rpartition("#")[0] == parcel_id]
        return ours[-1]


def world(text: str) -> World:
    """Read a world. Raises ValueError with the line that is wrong."""
    parsed = [Line(raw) for raw in text.splitlines() if raw.split("#")[0].strip()]
    published = area(_first(parsed, "area") or Line("area test"), [line for line in parsed if line.word == "goods"])
    clock = Clock(ZoneInfo(published.time_zone), _day(parsed))
    now_line = _first(parsed, "now")
    if now_line is None:
        raise ValueError("a world needs a line `now 2026-11-22 12:00`")
    now = clock.instant(now_line.rest)
    bodies: list[Body] = [published]
    for line in parsed:
        try:
            bodies.extend(_bodies(line, clock))
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"in {line.text!r}: {error}") from error
    events = _events(published.area, now, _in_order(bodies, parsed, clock))
    return World("\n".join(line.text for line in parsed), now, events)


def _first(parsed: list[Line], word: str) -> Line | None:
    return next((line for line in parsed if line.word == word), None)


def _day(parsed: list[Line]) -> date:
    """The `day` line, else the first date that a trip names."""
    line = _first(parsed, "day")
    if line is not None:
        return date.fromisoformat(line.rest)
    dates = [line.head[2] for line in parsed if line.word == "trip" and len(line.head) > 2]
    if not dates:
        raise ValueError("a world needs a line `day 2026-11-23`, or a trip with a date")
    return date.fromisoformat(dates[0])


def _bodies(line: Line, clock: Clock) -> Iterator[Body]:
    if line.word in {"place", "hub"}:
        yield place(line)
    elif line.word == "zone":
        yield zone(line)
    elif line.word == "trip":
        yield trip(line, clock)
    elif line.word == "parcel":
        yield parcel(line, clock)
    elif line.word == "withdrawn":
        yield withdrawn(line)
    elif line.word not in {"now", "area", "goods", "day", "timetable"}:
        raise ValueError("no such line")


def _in_order(bodies: list[Body], parsed: list[Line], clock: Clock) -> list[Body]:
    """Area, zones, stops, publication by publication its trips and its marker, parcels."""
    told: dict[_PublicationKey, int | None] = {}
    for line in parsed:
        if line.word == "timetable":
            key, told_trips = timetable(line, clock)
            told[key] = told_trips
    trips = [body for body in bodies if isinstance(body, TripPublished)]
    publications = dict.fromkeys([*((t.feed_id, t.service_date, t.publication_id) for t in trips), *told])
    dated: list[Body] = []
    for feed_id, service_date, publication_id in publications:
        key = (feed_id, service_date, publication_id)
        own = [t for t in trips if (t.feed_id, t.service_date, t.publication_id) == key]
        dated.extend(own)
        count = told.get(key, len({t.trip_key for t in own}))
        if count is not None:
            dated.append(
                TimetablePublished(
                    publication_id=publication_id, feed_id=feed_id, service_date=service_date, trips=count
                )
            )
    facts = [body for body in bodies if isinstance(body, AreaPublished)]
    zones = [body for body in bodies if isinstance(body, ZonePublished)]
    stops = [body for body in bodies if isinstance(body, StopPublished)]
    placed = (AreaPublished, ZonePublished, StopPublished, TripPublished)
    return [*facts, *zones, *stops, *dated, *(body for body in bodies if not isinstance(body, placed))]


def _events(area: str, now: datetime, bodies: list[Body]) -> list[Event]:
    """With ids that count per entity: `P1#1`, and `P1#2` for its second event."""
    seen: Counter[str] = Counter()
    events: list[Event] = []
    for body in bodies:
        event = Event(id="?", source=SOURCE, time=now, area=area, data=body)
        name = event.subject if event.kind.name.startswith("parcel.") else f"{event.kind.name}/{event.subject}"
        seen[name] += 1
        events.append(Event(id=f"{name}#{seen[name]}", source=SOURCE, time=now, area=area, data=body))
    return events
