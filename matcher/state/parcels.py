"""Parcels as their shops asked for them."""

from dataclasses import dataclass, field

from contracts.instants import epoch_s
from contracts.parcel import Bond, ParcelRequested


@dataclass(frozen=True, slots=True)
class Danger:
    """So much of a class of dangerous goods, packed in limited quantities."""

    danger_class: str
    gross_g: int


@dataclass(frozen=True, slots=True)
class Membership:
    """The consignment a parcel belongs to."""

    consignment_id: str
    parcels: int
    """How many it has."""
    bond: Bond


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
    dangerous: tuple[Danger, ...] = ()
    after_parcel_id: str | None = None
    after_gap_s: int = 0
    consignment: Membership | None = None
    parcels: int = 1
    """How many it stands for: each is handled, and takes a compartment of a locker."""
    largest_volume_ml: int = 0
    """Of one of them, as `largest_weight_g`: what a compartment of a locker must hold."""
    largest_weight_g: int = 0


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
    available_before: int | None = None
    """When it was available by its last match in that life, seconds since 1970; None = it had none."""

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
    available_at: int | None = None
    """When it was available by its last match, for what comes after it; None = it had none, or was withdrawn."""


def reopened(stub: Stub) -> Parcel:
    """A parcel that was over and is asked for, or withdrawn, again."""
    return Parcel(stub.owner, revisions_before=stub.revision, available_before=stub.available_at)


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
        dangerous=_dangerous(body),
        after_parcel_id=body.after_parcel_id,
        after_gap_s=body.after_gap_s,
        consignment=_membership(body),
        largest_volume_ml=body.volume_ml,
        largest_weight_g=body.weight_g,
    )


def _dangerous(body: ParcelRequested) -> tuple[Danger, ...]:
    return () if body.dangerous is None else (Danger(body.dangerous.danger_class, body.dangerous.gross_g),)


def _membership(body: ParcelRequested) -> Membership | None:
    told = body.consignment
    return None if told is None else Membership(told.consignment_id, told.parcels, told.bond)
