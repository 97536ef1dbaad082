"""Parcels as their shops asked for them."""

from dataclasses import dataclass, field

from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested


@dataclass(frozen=True, slots=True)
class Request:
    """What a shop asks for. Instants in seconds since 1970; `request_id` is the event's id."""

    parcel_id: str
    request_id: str
    arrival: int
    """Counts the area's requests in the order they came."""
    origin: str
    destination: str
    ready_at: int
    due_at: int
    weight_g: int
    volume_ml: int
    pieces: int
    longest_side_mm: int
    handling_class: str
    value_millis: int


@dataclass(slots=True)
class Parcel:
    """One parcel id: whose it is, its requests by id in the order they came, and whether it is withdrawn.

    A withdrawal that comes before any request waits for the first one.
    """

    owner: str
    requests: dict[str, Request] = field(default_factory=dict)
    withdrawn: bool = False
    told_at: int = 0
    """When the newest event about it was published, seconds since 1970."""
    revisions_before: int = 0
    """The revision of its last decision in a former life that is forgotten."""

    @property
    def newest(self) -> Request | None:
        """The newest request, or None while only a withdrawal is known."""
        return next(reversed(self.requests.values()), None)

    @property
    def over_at(self) -> int:
        """From when on nothing of it is open, seconds since 1970."""
        return max([request.due_at for request in self.requests.values()], default=self.told_at)

    def next_due(self, now: int) -> int | None:
        """The earliest instant from `now` on that one of its requests is due at."""
        return min([request.due_at for request in self.requests.values() if request.due_at >= now], default=None)


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left of a parcel that is over: a new request under the same id goes on counting."""

    owner: str
    revision: int
    until: int
    """When this goes too, seconds since 1970."""


def request_from(body: ParcelRequested, request_id: str, arrival: int) -> Request:
    """Keep what the matcher obeys."""
    return Request(
        parcel_id=body.parcel_id,
        request_id=request_id,
        arrival=arrival,
        origin=body.origin_stop_id,
        destination=body.destination_stop_id,
        ready_at=epoch_s(body.ready_at),
        due_at=epoch_s(body.due_at),
        weight_g=body.weight_g,
        volume_ml=body.volume_ml,
        pieces=body.pieces,
        longest_side_mm=body.longest_side_mm,
        handling_class=body.handling_class,
        value_millis=body.value_millis,
    )
