"""What live matches take of vehicles, calls and hubs: what the checks of shared room look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.match import Leg
from contracts.parcel import ParcelRequested
from matcher.verify.facts import Facts


@dataclass(frozen=True, slots=True)
class Aboard:
    """A leg that rides a trip in force."""

    request: ParcelRequested
    leg: Leg
    settled: bool
    """It has left: a trip that shrinks on its way throws nobody out."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A parcel that lies at a place from `start` until before `end`."""

    volume_ml: int
    start: int
    end: int
    settled: bool
    """It is on its last trip: it comes to lie there, whatever becomes of the place."""


@dataclass(frozen=True, slots=True)
class Room:
    """Trips and places for which something has changed, with all live matches that use them.

    Too much is a violation only where somebody takes room who could be kept out.
    """

    facts: Facts
    aboard: Mapping[str, Sequence[Aboard]]
    """By trip_key."""
    waits: Mapping[str, Sequence[Wait]]
    """By stop_id."""
