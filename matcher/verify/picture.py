"""Facts and decisions side by side: what every check looks at, and nothing of it is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.plan import PlanCertified
from contracts.trip import Call, Compartment, TripPublished
from contracts.unmatched import ParcelUnmatched
from matcher.verify.facts import Facts, Shipment
from matcher.verify.legs import differences

Decision = ParcelMatched | ParcelUnmatched


@dataclass(frozen=True)
class Ride:
    """A leg and the calls it names, as the trip in force has them."""

    leg: Leg
    trip: TripPublished
    board: Call
    alight: Call
    compartment: Compartment | None
    """None when the trip has no compartment of that name."""

    @property
    def departure(self) -> int:
        """When the trip leaves the boarding call."""
        return epoch_s(self.board.departure)

    @property
    def arrival(self) -> int:
        """When the trip reaches the alighting call."""
        return epoch_s(self.alight.arrival)


@dataclass(frozen=True)
class Journey:
    """A live match of a parcel that is not withdrawn, with the request in force."""

    match: ParcelMatched
    request: ParcelRequested
    found: tuple[Ride | None, ...]
    """One per leg; None when its trip is not in force or says otherwise: no other check looks at it."""

    @property
    def rides(self) -> list[Ride]:
        """The legs whose calls are known."""
        return [ride for ride in self.found if ride is not None]

    @property
    def whole(self) -> bool:
        """Whether the calls of every leg are known; checks that need more than one leg ask for it."""
        return None not in self.found

    @property
    def transfers(self) -> list[tuple[Ride, Ride]]:
        """Consecutive rides of a journey known as a whole."""
        return list(zip(self.rides, self.rides[1:], strict=False)) if self.whole else []


@dataclass(frozen=True)
class Picture:
    """One area: its facts, its output events and what they lead to."""

    area: str
    facts: Facts
    outputs: list[Event]
    decisions: dict[str, list[Decision]]
    """Of each parcel all decisions, in the order of the log."""
    live: dict[str, Decision]
    """Of each parcel the decision with the highest revision, the first of them if there are several."""
    journeys: list[Journey]
    """Live matches of parcels that are not withdrawn; none while the area is not published."""
    plans: dict[str, PlanCertified]
    """By plan_id, in the order of the log."""

    def past_due(self, shipment: Shipment) -> bool:
        """Whether its newest request was past due at the newest instant that anything tells of."""
        return epoch_s(shipment.requests[shipment.newest_id].due_at) < self._newest_instant

    @cached_property
    def _newest_instant(self) -> int:
        decided = [epoch_s(decision.decided_at) for chain in self.decisions.values() for decision in chain]
        decided += [epoch_s(plan.decided_at) for plan in self.plans.values()]
        return max([self.facts.told_at, *decided])

    def whole_journeys(self) -> Iterator[Journey]:
        """The journeys of which every call is known."""
        return (journey for journey in self.journeys if journey.whole)

    def rides(self) -> Iterator[tuple[Journey, Ride]]:
        """Every leg whose calls are known, with its journey."""
        return ((journey, ride) for journey in self.journeys for ride in journey.rides)


def picture_of(facts: Facts, outputs: list[Event], area: str) -> Picture:
    """Put the output events of an area beside its facts."""
    decisions: dict[str, list[Decision]] = {}
    plans: dict[str, PlanCertified] = {}
    for event in outputs:
        if isinstance(event.data, ParcelMatched | ParcelUnmatched):
            decisions.setdefault(event.data.parcel_id, []).append(event.data)
        elif isinstance(event.data, PlanCertified):
            plans.setdefault(event.data.plan_id, event.data)
    live = {
        parcel_id: max(chain, key=lambda decision: decision.revision)  # the first of equal ones
        for parcel_id, chain in decisions.items()
    }
    return Picture(area, facts, outputs, decisions, live, list(_journeys(facts, live.values())), plans)


def in_force(shipment: Shipment, decision: Decision, told_at: int) -> str:
    """The event id of the request in force: that of a decision with a committed leg, else the newest.

    A newest one that was past due before it was decided on counts nowhere.
    """
    committed = isinstance(decision, ParcelMatched) and any(leg.committed for leg in decision.legs)
    late = epoch_s(shipment.requests[shipment.newest_id].due_at) < told_at
    known = decision.request_id in shipment.requests
    return decision.request_id if (committed or late) and known else shipment.newest_id


def _journeys(facts: Facts, live: Iterable[Decision]) -> Iterator[Journey]:
    for decision in live if facts.area is not None else ():
        shipment = facts.parcels.get(decision.parcel_id)
        if isinstance(decision, ParcelMatched) and shipment is not None and not shipment.withdrawn:
            request = shipment.requests[in_force(shipment, decision, facts.told_at)]
            yield Journey(decision, request, tuple(_ride(facts, leg) for leg in decision.legs))


def _ride(facts: Facts, leg: Leg) -> Ride | None:
    trip = facts.trips.get(leg.trip_key)
    if trip is None or differences(leg, trip):
        return None
    compartment = next((each for each in trip.compartments if each.name == leg.compartment), None)
    return Ride(leg, trip, trip.calls[leg.board_call], trip.calls[leg.alight_call], compartment)
