"""`trip.published`: one scheduled run of a vehicle on one service date, and what it offers."""

import re
from typing import Annotated, Any, Self

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from contracts.goods import DangerBudget, HandlingClass
from contracts.instants import Instant, ServiceDate
from contracts.units import Body, Id, Quantity
from contracts.zone import Powertrain

_RUN_START = re.compile(r"@[0-9]{2}:[0-9]{2}:[0-9]{2}")


class Call(Body):
    """The trip at one stop."""

    stop_id: Id
    """The place it calls at."""
    stop_sequence: Quantity
    """GTFS's; kept for realtime matching."""
    arrival: Instant
    """In the local offset of the moment."""
    departure: Instant
    """In the local offset of the moment."""
    pickup: bool
    """Parcels may be loaded here."""
    drop_off: bool
    """Parcels may be unloaded here."""
    distance_m: Quantity | None
    """Along the trip from its first call; null = unknown."""
    handling_budget_s: Quantity | None
    """Seconds the driver may spend on parcels here; null = not limited."""


class SegmentCapacity(Body):
    """Replaces the named dimensions from call `from_call` to call `to_call`; null = not limited."""

    from_call: Quantity
    """First call, counted from 0."""
    to_call: Quantity
    """Last call."""
    volume_ml: Quantity | None = None
    """Instead of the compartment's; absent = as there."""
    weight_g: Quantity | None = None
    """Instead of the compartment's; absent = as there."""
    pieces: Quantity | None = None
    """Instead of the compartment's; absent = as there."""

    @model_serializer(mode="wrap")
    def _only_named(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A dimension that is not named is not written: null would lift its limit."""
        return {name: value for name, value in write(self).items() if name in self.model_fields_set}


class Compartment(Body):
    """A separate parcel space of the vehicle; null = not limited, 0 = none."""

    name: Id
    """Unique within the trip."""
    volume_ml: Quantity | None
    """Offered on every segment, after the passenger reserve."""
    weight_g: Quantity | None
    """Offered on every segment, after the passenger reserve."""
    pieces: Quantity | None
    """Offered on every segment, after the passenger reserve."""
    longest_side_mm: Quantity | None
    """Of a parcel that still fits in."""
    handling_classes: tuple[HandlingClass, ...]
    """What it can carry."""
    segments: tuple[SegmentCapacity, ...] = ()
    """Of overlapping ones the last wins, dimension by dimension."""


class TripPublished(Body):
    """One trip. Calls are counted from 0: a trip may serve a stop twice."""

    trip_key: Id
    """`{trip_id}@{service_date}`; one run of a frequency adds `@{HH:MM:SS}`, its start."""
    trip_id: Id
    """GTFS's."""
    service_date: ServiceDate
    """The operating day."""
    feed_id: Id
    """The feed that was published."""
    publication_id: Id
    """The act of publishing it belongs to; `timetable.published` closes it."""
    operator_id: Id
    """Who runs it."""
    route_id: Id
    """GTFS's."""
    route_name: str
    """For people."""
    headsign: str
    """What is written on the vehicle."""
    powertrain: Powertrain
    """What moves the vehicle; zones ask for it."""
    capacity_assumed: bool
    """Nobody has confirmed the capacity."""
    calls: Annotated[tuple[Call, ...], Field(min_length=2)]
    """In the order of travel."""
    compartments: tuple[Compartment, ...]
    """A leg uses one of them from boarding to alighting."""
    danger_budgets: tuple[DangerBudget, ...] = ()
    """Dangerous goods in limited quantities that the vehicle takes; empty = none."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        self._check_key()
        self._check_times()
        self._check_compartments()
        return self

    def _check_key(self) -> None:
        scheduled = f"{self.trip_id}@{self.service_date.isoformat()}"
        run_start = self.trip_key.removeprefix(scheduled)
        if not self.trip_key.startswith(scheduled) or (run_start and not _RUN_START.fullmatch(run_start)):
            raise ValueError(f"trip_key must be {scheduled}, or that with @HH:MM:SS for one run of a frequency")

    def _check_times(self) -> None:
        clock = self.calls[0].arrival
        for index, call in enumerate(self.calls):
            if call.arrival < clock or call.departure < call.arrival:
                raise ValueError(f"call {index} goes back in time")
            clock = call.departure

    def _check_compartments(self) -> None:
        names = [compartment.name for compartment in self.compartments]
        if len(set(names)) != len(names):
            raise ValueError("two compartments have the same name")
        budgets = [budget.name for budget in self.danger_budgets]
        if len(set(budgets)) != len(budgets):
            raise ValueError("two danger budgets have the same name")
        for compartment in self.compartments:
            for segment in compartment.segments:
                if not segment.from_call < segment.to_call < len(self.calls):
                    raise ValueError(
                        f"segments of {compartment.name!r} must run from a call to a later call of the trip"
                    )
