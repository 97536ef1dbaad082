"""Places and zones, from `stop.published` and `zone.published`."""

from dataclasses import dataclass
from datetime import date

from contracts import stop
from contracts.stop import OpenException, StopPublished
from contracts.windows import Windows, seconds_of_day
from contracts.zone import Powertrain, ZonePublished
from matcher.state.hours import Exceptions, day_number
from matcher.state.timetable import UNLIMITED


@dataclass(frozen=True, slots=True)
class LockerSize:
    """Compartments of one size, and what fits into one; UNLIMITED where it is not limited."""

    name: str
    volume_ml: int
    weight_g: int
    longest_side_mm: int
    count: int


@dataclass(frozen=True, slots=True)
class Locker:
    """Compartments in which parcels wait, the smallest size first."""

    sizes: tuple[LockerSize, ...]
    collect_s: int
    """How long after `available_at` one stays taken at the destination."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who receives meets the bus."""

    fallback_stop_id: str | None
    """Where a parcel rides on to when nobody comes; None = to the trip's last call."""
    reserves: bool
    """Whether its compartment is kept for it until there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where parcels change hands. `storage_ml` and the times of transfers only mean something at a hub."""

    name: str
    zone_id: str | None
    accepts: bool
    cut_off_s: int
    release_s: int
    handling_s: int
    handling_classes: frozenset[str]
    open: Windows
    is_hub: bool
    storage_ml: int | None
    min_transfer_s: int
    longest_wait_s: int
    """Of one transfer; UNLIMITED where it is not limited."""
    open_exceptions: Exceptions = ()
    locker: Locker | None = None
    meeting: Meeting | None = None
    lat: float | None = None
    """Degrees, like `lon`; None = unknown."""
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """Which powertrains may load and unload (None = any), when, since when, and whom that does not bind."""

    name: str
    powertrains: frozenset[Powertrain] | None
    windows: Windows
    holds_from: date | None = None
    """None = always."""
    exempt_operator_ids: frozenset[str] = frozenset()


def place_from(body: StopPublished) -> Place:
    """Keep what the matcher obeys."""
    return Place(
        name=body.name,
        zone_id=body.zone_id,
        accepts=body.accepts,
        cut_off_s=body.cut_off_s,
        release_s=body.release_s,
        handling_s=body.handling_s_per_parcel,
        handling_classes=frozenset(body.handling_classes),
        open=body.open,
        is_hub=body.hub is not None,
        storage_ml=body.hub.storage_ml if body.hub is not None else None,
        min_transfer_s=body.hub.min_transfer_s if body.hub is not None else 0,
        longest_wait_s=_limit(body.hub.longest_wait_s if body.hub is not None else None),
        open_exceptions=tuple(_exception(told) for told in body.open_exceptions),
        locker=None if body.locker is None else _locker(body.locker),
        meeting=None if body.meeting is None else Meeting(body.meeting.fallback_stop_id, body.meeting.reserves),
        lat=body.lat,
        lon=body.lon,
    )


def _exception(body: OpenException) -> tuple[int, tuple[tuple[int, int], ...]]:
    spans = tuple((seconds_of_day(span.from_), seconds_of_day(span.to)) for span in body.spans)
    return (day_number(body.date), spans)


def _locker(body: stop.Locker) -> Locker:
    sizes = [
        LockerSize(size.name, size.volume_ml, _limit(size.weight_g), _limit(size.longest_side_mm), size.count)
        for size in body.sizes
    ]
    return Locker(tuple(sizes), body.collect_s)


def _limit(quantity: int | None) -> int:
    return UNLIMITED if quantity is None else quantity


def zone_from(body: ZonePublished) -> Zone:
    """Keep what the matcher obeys."""
    powertrains = frozenset(body.powertrains) if body.powertrains is not None else None
    return Zone(
        name=body.name,
        powertrains=powertrains,
        windows=body.windows,
        holds_from=body.holds_from,
        exempt_operator_ids=frozenset(body.exempt_operator_ids),
    )
