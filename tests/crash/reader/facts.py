"""What the consumed inputs of one area say: newest wins, a repeated event counts once."""

from dataclasses import dataclass, field

from tests.crash.reader.message import Body, Message, Unusable, instant


@dataclass
class Publication:
    """The trips of one publication of a feed's date. Sealed once there are as many as its marker says."""

    trips: dict[str, Body] = field(default_factory=dict)
    told: int | None = None
    marker: int = -1
    sealed: bool = False


@dataclass
class Parcel:
    """A parcel id, its owner, and its requests by event id, oldest first."""

    source: str
    requests: dict[str, Body] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def newest(self) -> str:
        """The event id of the newest request."""
        return next(reversed(self.requests))


@dataclass
class Facts:
    """One area at a position of its inputs."""

    area: Body | None = None
    stops: dict[str, Body] = field(default_factory=dict)
    trips: dict[str, Body] = field(default_factory=dict)
    """Those in force."""
    parcels: dict[str, Parcel] = field(default_factory=dict)
    changed_trips: set[str] = field(default_factory=set)
    """Trips whose date was replaced since somebody last cleared this."""
    told_parcels: set[str] = field(default_factory=set)
    """Parcels that something was told about since somebody last cleared this."""
    repeats: int = 0
    _publications: dict[tuple[str, str], dict[str, Publication]] = field(default_factory=dict)
    _in_force: dict[tuple[str, str], Publication] = field(default_factory=dict)
    _markers: int = 0
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def fold(self, message: Message) -> None:
        """Take in one event. Raises Unusable for a parcel of another source."""
        if message.name.startswith("parcel."):
            parcel = self.parcels.get(message.subject)
            if parcel is not None and parcel.source != message.source:
                raise Unusable("PARCEL_OF_ANOTHER")
        act = (message.name.split(".")[0], message.subject, message.source, message.id)
        if act in self._seen:
            self.repeats += 1
            return
        self._seen.add(act)
        if message.name == "area.published":
            self.area = message.body
        elif message.name == "stop.published":
            self.stops[message.subject] = message.body
        elif message.name in {"trip.published", "timetable.published"}:
            self._timetable(message)
        elif message.name.startswith("parcel."):
            self._parcel(message)

    def _timetable(self, message: Message) -> None:
        body = message.body
        publications = self._publications.setdefault((body["feed_id"], body["service_date"]), {})
        publication = publications.setdefault(body["publication_id"], Publication())
        if publication.sealed:
            return
        if message.name == "trip.published":
            publication.trips[message.subject] = body
        else:
            self._markers += 1
            publication.told, publication.marker = body["trips"], self._markers
        self._seal(publication, body)

    def _parcel(self, message: Message) -> None:
        self.told_parcels.add(message.subject)
        if message.name == "parcel.withdrawn":
            self.parcels.setdefault(message.subject, Parcel(message.source)).withdrawn = True
        else:
            self._requested(message)

    def _requested(self, message: Message) -> None:
        """A withdrawal that came before any request waits for the first one; a later request reopens."""
        parcel = self.parcels.setdefault(message.subject, Parcel(message.source))
        parcel.withdrawn = parcel.withdrawn and not parcel.requests
        parcel.requests[message.id] = message.body

    def _seal(self, publication: Publication, body: Body) -> None:
        if publication.told != len(publication.trips):
            return
        publication.sealed = True
        key = (body["feed_id"], body["service_date"])
        former = self._in_force.get(key, Publication())
        if publication.marker < former.marker:
            return
        self._in_force[key] = publication
        for trip_key in former.trips:
            del self.trips[trip_key]
        self.trips.update(publication.trips)
        self.changed_trips |= former.trips.keys() | publication.trips.keys()


def due_at(parcel: Parcel, request_id: str) -> int:
    """Until when a request may be fulfilled, in seconds since 1970."""
    return instant(parcel.requests[request_id]["due_at"])
