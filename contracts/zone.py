"""`zone.published`: which powertrains may load and unload parcels in a zone, and when."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.instants import ServiceDate
from contracts.units import Body, Id
from contracts.windows import Windows


class Powertrain(StrEnum):
    """What moves a vehicle."""

    DIESEL = "diesel"
    HYBRID = "hybrid"
    GAS = "gas"
    HYDROGEN = "hydrogen"
    ELECTRIC = "electric"
    BICYCLE = "bicycle"
    UNKNOWN = "unknown"


class ZonePublished(Body):
    """A set of stops with access rules. Riding through is not affected."""

    zone_id: Id
    """What stops name as their zone."""
    name: str
    """For people."""
    powertrains: Annotated[tuple[Powertrain, ...], Field(min_length=1)] | None
    """null = any."""
    windows: Windows
    """When parcels are loaded and unloaded at its stops."""
    holds_from: ServiceDate | None = None
    """Its rules hold from midnight, local time, of this date on; null = always."""
    exempt_operator_ids: tuple[Id, ...] = ()
    """Operators that its rules do not bind."""
