"""Parcels as their shippers told them: requests and withdrawals in the order of the log."""

from dataclasses import dataclass, field
from typing import NamedTuple

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested, ParcelWithdrawn

CLOSED_AFTER_S = 86_400
"""So long after a parcel was due a request under its id may begin a new life."""
_OWNED_FOR_S = 31 * 86_400
"""So long after, the id may be anybody's."""


class Told(NamedTuple):
    """One event about a parcel: its place in the topic, and its request; None = it was withdrawn."""

    position: int
    event_id: str
    request: ParcelRequested | None


@dataclass
class Shipment:
    """A parcel id, whose it is, and all that was told of it."""

    source: str
    told: list[Told] = field(default_factory=list)
    requests: dict[str, Told] = field(default_factory=dict)
    """By event id, oldest first."""
    newest_at: int = 0
    """When the newest event about it was published."""

    @property
    def newest(self) -> ParcelRequested | None:
        """The newest request of all."""
        last = next(reversed(self.requests.values()), None)
        return None if last is None else last.request

    def state(self, before: int) -> tuple[Told | None, bool]:
        """The newest request told before a position, and whether the parcel is withdrawn.

        A withdrawal that comes before any request waits for the first one; a later request reopens.
        """
        newest: Told | None = None
        withdrawn = False
        for told in self.told:
            if told.position >= before:
                break
            if told.request is None:
                withdrawn = True
            else:
                withdrawn = withdrawn and newest is None
                newest = told
        return newest, withdrawn

    def withdrawn_after(self, position: int) -> int | None:
        """Where the first withdrawal after a position stands."""
        return next((told.position for told in self.told if told.position > position and told.request is None), None)

    def over_at(self, before: int) -> int:
        """From when on nothing told before a position was open."""
        requests = [told.request for told in self.told if told.position < before and told.request is not None]
        return max((epoch_s(request.due_at) for request in requests), default=self.newest_at)


class Shipments:
    """All parcels of an area."""

    def __init__(self) -> None:
        self.of: dict[str, Shipment] = {}
        """By parcel_id."""
        self.order: list[str] = []
        """The parcel_id of each event that counts, by its position."""

    def add(self, event: Event, body: ParcelRequested | ParcelWithdrawn) -> None:
        """Take in one event; one of another source does not count while the id is taken."""
        shipment = self.of.setdefault(body.parcel_id, Shipment(event.source))
        at = epoch_s(event.time)
        if shipment.source != event.source:
            if shipment.over_at(len(self.order)) + CLOSED_AFTER_S + _OWNED_FOR_S >= at:
                return
            shipment.source = event.source
        told = Told(len(self.order), event.id, body if isinstance(body, ParcelRequested) else None)
        self.order.append(body.parcel_id)
        shipment.told.append(told)
        shipment.newest_at = max(shipment.newest_at, at)
        if told.request is not None:
            shipment.requests[event.id] = told
