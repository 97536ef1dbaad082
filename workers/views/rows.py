"""What the read model keeps of each event: flat rows, integers, instants as seconds since 1970.

Each row comes from one record of one topic; `offset` is that record's place in its partition.
Entities are keyed by area and id, since ids are unique within an area only.
"""

from dataclasses import dataclass

from contracts.goods import Dangerous
from contracts.match import LockerStay
from contracts.parcel import Consignment
from contracts.stop import Meeting
from contracts.trip import Compartment


@dataclass(frozen=True, slots=True)
class AreaRow:
    """The newest word about an area."""

    offset: int
    area: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The newest word about a place."""

    offset: int
    area: str
    stop_id: str
    name: str
    lat: float | None
    lon: float | None
    is_hub: bool
    meeting: Meeting | None = None
    """Set where nobody is there but who meets the bus."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A trip at a place."""

    stop_id: str
    arrival: int
    departure: int


@dataclass(frozen=True, slots=True)
class TripRow:
    """A trip of one publication."""

    offset: int
    area: str
    feed_id: str
    service_date: str
    """2026-11-23."""
    publication_id: str
    trip_key: str
    trip_id: str
    operator_id: str
    route_id: str
    route_name: str
    headsign: str
    powertrain: str
    capacity_assumed: bool
    calls: tuple[CallRow, ...]
    compartments: tuple[Compartment, ...]


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """That was all of a publication: so many trips."""

    offset: int
    area: str
    feed_id: str
    service_date: str
    publication_id: str
    trips: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What a shop asked for; a parcel may have several."""

    offset: int
    area: str
    parcel_id: str
    event_id: str
    source: str
    said_at: int
    shipper_id: str | None
    reference: str | None
    origin_stop_id: str
    destination_stop_id: str
    ready_at: int
    due_at: int
    weight_g: int
    volume_ml: int
    pieces: int
    longest_side_mm: int
    handling_class: str
    value_millis: int
    dangerous: Dangerous | None = None
    after_parcel_id: str | None = None
    after_gap_s: int = 0
    consignment: Consignment | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """A shop took its request back."""

    offset: int
    area: str
    parcel_id: str
    event_id: str
    source: str
    said_at: int
    reason: str


@dataclass(frozen=True, slots=True)
class LegRow:
    """One parcel on one trip."""

    trip_key: str
    trip_id: str
    service_date: str
    operator_id: str
    compartment: str
    committed: bool
    board_call: int
    board_stop_id: str
    board_at: int
    alight_call: int
    alight_stop_id: str
    alight_at: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision on a parcel: with a reason it is unmatched, else it has legs, hand-in and so on."""

    offset: int
    area: str
    parcel_id: str
    revision: int
    cause: str
    request_id: str
    plan_id: str
    decided_at: int
    legs: tuple[LegRow, ...] = ()
    hand_in_by: int | None = None
    available_at: int | None = None
    value_millis: int | None = None
    cost_millis: int | None = None
    reason: str | None = None
    sentence: str | None = None
    particulars: str | None = None
    """Limits and remedy as JSON, as they were published."""
    lockers: tuple[LockerStay, ...] = ()
    """Where it waits in a locker, in the order of travel."""

    @property
    def is_match(self) -> bool:
        """Whether the parcel has a journey."""
        return self.reason is None

    @property
    def stays(self) -> tuple[str, ...]:
        """The places of a match's stays: origin, transfers, destination."""
        return () if not self.legs else (self.legs[0].board_stop_id, *(leg.alight_stop_id for leg in self.legs))

    @property
    def is_committed(self) -> bool:
        """Whether the cut-off of a leg has passed."""
        return any(leg.committed for leg in self.legs)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What the newest solve of an area reached."""

    offset: int
    area: str
    plan_id: str
    decided_at: int
    parcels: int
    matched: int
    trips: int
    value_millis: int
    bound_millis: int | None
    gap: float | None
    change_cost_millis: int
    solve_s: float
    stopped: str
    seed: int


@dataclass(frozen=True, slots=True)
class RejectRow:
    """An input that could not be used. Its bytes stay in the log."""

    offset: int
    area: str
    """The key of the rejected record, as far as it can be read."""
    topic: str
    """Where the rejected record stands, like the next two."""
    partition: int
    record_offset: int
    rejected_at: int
    code: str
    sentence: str
    field: str | None
    size: int
    sha256: str
    headers: dict[str, str]

    @property
    def reject_id(self) -> str:
        """`{topic}/{partition}/{offset}` of the rejected record."""
        return f"{self.topic}/{self.partition}/{self.record_offset}"


@dataclass(frozen=True, slots=True)
class RetryRow:
    """A rejected input that was published again: this record is its copy."""

    offset: int
    topic: str
    partition: int
    reject_id: str


Row = (
    AreaRow | PlaceRow | TripRow | MarkerRow | RequestRow | WithdrawalRow | DecisionRow | PlanRow | RejectRow | RetryRow
)
