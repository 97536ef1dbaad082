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
    kept_until: int
    """The call up to which it takes room: where it alights or, where nobody may come for it, one after it."""


@dataclass(slots=True)
class Load:
    """What is taken of something, and whether by nobody who could be kept out."""

    taken: int = 0
    settled: bool = True

    def add(self, amount: int, aboard: Aboard) -> None:
        """One more takes of it."""
        self.taken += amount
        self.settled &= aboard.settled


@dataclass(frozen=True, slots=True)
class Wait:
    """A parcel that lies at a place from `start` until before `end`."""

    amount: int
    """Its volume, or one compartment."""
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
    """By stop_id, if storage is limited there."""
    lockers: Mapping[str, Sequence[tuple[str, Wait]]]
    """By stop_id, if there is a locker: the size of a compartment, and who is in it from when until when."""
