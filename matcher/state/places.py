"""Places and zones, from `stop.published` and `zone.published`."""

from dataclasses import dataclass

from contracts.stop import StopPublished
from contracts.windows import Windows
from contracts.zone import Powertrain, ZonePublished


@dataclass(frozen=True, slots=True)
class Place:
    """Where parcels change hands. `storage_ml` and `min_transfer_s` only mean something at a hub."""

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


@dataclass(frozen=True, slots=True)
class Zone:
    """Which powertrains may load and unload (None = any), and when."""

    name: str
    powertrains: frozenset[Powertrain] | None
    windows: Windows


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
    )


def zone_from(body: ZonePublished) -> Zone:
    """Keep what the matcher obeys."""
    powertrains = frozenset(body.powertrains) if body.powertrains is not None else None
    return Zone(name=body.name, powertrains=powertrains, windows=body.windows)
