"""Decisions beside the facts of one tick: what the rules of a journey look at, and nothing of it is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.trip import Call, Compartment, TripPublished
from contracts.unmatched import ParcelUnmatched
from matcher.verify.facts import Facts
from matcher.verify.legs import differences
from matcher.verify.stays import Stay, stays_of

_DATES_KEPT = timedelta(days=2)
_LAST = 1 << 36
"""Beyond any year that can be written."""


@dataclass(frozen=True)
class Ride:
    """A leg and the calls it names, as the trip in force has them."""

    leg: Leg
    trip: TripPublished
    board: Call
    alight: Call
    compartment: Compartment | None
    """None when the trip has no compartment of that name."""
    ridden: bool
    """The trip has left with it: that it runs so is all that still matters."""

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
    """A match with its request."""

    match: ParcelMatched
    request: ParcelRequested
    begun: ParcelMatched | None
    """The match it replaced, if that had begun."""
    made: bool
    """It was decided on the picture's facts; else it was decided before, and has to stand on them."""
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

    @cached_property
    def stays(self) -> list[Stay]:
        """Where it lies, in the order of travel."""
        return stays_of(self.match)

    @cached_property
    def stays_ahead(self) -> list[Stay]:
        """Those, of a journey known as a whole, that no trip has ended yet; at the destination, not yet begun."""
        last = len(self.rides) - 1
        return [stay for stay in self.stays if not self.rides[min(stay.leg, last)].ridden]

    @property
    def transfers(self) -> list[tuple[Ride, Ride]]:
        """Consecutive rides of a journey known as a whole."""
        return list(zip(self.rides, self.rides[1:], strict=False)) if self.whole else []


@dataclass(frozen=True)
class Refusal:
    """A decision without a journey, with its request; never that of a withdrawn parcel."""

    decision: ParcelUnmatched
    request: ParcelRequested


@dataclass(frozen=True)
class Picture:
    """Some decisions of an area, and the facts they are judged by."""

    area: str
    facts: Facts
    now: int
    """When they are judged, in seconds since 1970."""
    journeys: Sequence[Journey] = ()
    refusals: Sequence[Refusal] = ()

    @property
    def oldest_date(self) -> date:
        """Service dates before this one may be forgotten."""
        return oldest_date(self.now)

    def whole_journeys(self) -> Iterator[Journey]:
        """The journeys of which every call is known."""
        return (journey for journey in self.journeys if journey.whole)

    def rides(self) -> Iterator[tuple[Journey, Ride]]:
        """Every leg whose calls are known and that is not ridden yet, with its journey."""
        return ((journey, ride) for journey in self.journeys for ride in journey.rides if not ride.ridden)


def oldest_date(now: int) -> date:
    """Service dates before this one may be forgotten at an instant."""
    return datetime.fromtimestamp(min(now, _LAST), UTC).date() - _DATES_KEPT


def journey_of(
    facts: Facts, match: ParcelMatched, request: ParcelRequested, begun: ParcelMatched | None, *, made: bool, now: int
) -> Journey:
    """A match as the trips in force have it."""
    return Journey(match, request, begun, made, tuple(_ride(facts, leg, made=made, now=now) for leg in match.legs))


def has_left(leg: Leg, now: int) -> bool:
    """Whether a trip has left with a parcel: it says so itself, and its time has come."""
    return leg.committed and epoch_s(leg.board_at) <= now


def _ride(facts: Facts, leg: Leg, *, made: bool, now: int) -> Ride | None:
    trip = facts.trips.get(leg.trip_key)
    if trip is None or differences(leg, trip, made=made):
        return None
    compartment = next((each for each in trip.compartments if each.name == leg.compartment), None)
    board, alight = trip.calls[leg.board_call], trip.calls[leg.alight_call]
    return Ride(leg, trip, board, alight, compartment, has_left(leg, now))
