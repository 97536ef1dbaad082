"""The live decision of each parcel: what was last published about it."""

from dataclasses import dataclass, replace
from datetime import date

from pydantic_core import to_json

from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched


@dataclass(frozen=True, slots=True)
class LiveLeg:
    """A leg as published; times in seconds since 1970."""

    trip_key: str
    trip_id: str
    service_date: date
    operator_id: str
    compartment: str
    board_call: int
    board_stop_id: str
    board_at: int
    alight_call: int
    alight_stop_id: str
    alight_at: int
    committed: bool

    @property
    def ride(self) -> tuple[str, str, int, int, int, int]:
        """Which ride it is, and when."""
        return (self.trip_key, self.compartment, self.board_call, self.alight_call, self.board_at, self.alight_at)


@dataclass(frozen=True, slots=True)
class LiveMatch:
    """A published journey."""

    revision: int
    request_id: str
    legs: tuple[LiveLeg, ...]
    hand_in_by: int
    available_at: int
    value_millis: int
    cost_millis: int
    lockers: tuple[tuple[str, str], ...] = ()
    """(stop_id, size) of each stay at a place with a locker, in the order of travel."""

    @property
    def starts(self) -> tuple[int, ...]:
        """When each leg becomes committed: the first at hand-in, the others at their departure."""
        return (self.hand_in_by, *(leg.board_at for leg in self.legs[1:]))

    @property
    def has_begun(self) -> bool:
        """Whether any leg is committed."""
        return any([leg.committed for leg in self.legs])  # noqa: C419 - asked of every parcel that is touched; a generator takes twice as long

    @property
    def next_start(self) -> int | None:
        """When the next leg becomes committed; None when all are. Legs start one after the other."""
        if not self.legs[0].committed:
            return self.hand_in_by
        return next((leg.board_at for leg in self.legs if not leg.committed), None)

    def committed_at(self, now: int) -> "LiveMatch":
        """The same match with every leg committed whose start has come."""
        if self.next_start is None or now < self.next_start:
            return self
        legs = tuple(
            replace(leg, committed=leg.committed or now >= start)
            for leg, start in zip(self.legs, self.starts, strict=True)
        )
        return replace(self, legs=legs)


@dataclass(frozen=True, slots=True)
class LiveRefusal:
    """A published reason; `said` is the rest of what was published, to tell whether a new one says more.

    The remedy is not part of it: it tells what the plan left free when that was decided, and a parcel is not
    decided anew because something else would help it by now.
    """

    revision: int
    request_id: str
    reason: UnmatchedReason
    said: str


LiveDecision = LiveMatch | LiveRefusal


def match_from(body: ParcelMatched) -> LiveMatch:
    """What a published match says, but for its cause, plan and time."""
    return LiveMatch(
        revision=body.revision,
        request_id=body.request_id,
        legs=tuple(_leg_from(leg) for leg in body.legs),
        hand_in_by=epoch_s(body.hand_in_by),
        available_at=epoch_s(body.available_at),
        value_millis=body.value_millis,
        cost_millis=body.cost_millis,
        lockers=tuple((stay.stop_id, stay.size) for stay in body.lockers),
    )


def refusal_from(body: ParcelUnmatched) -> LiveRefusal:
    """What a published refusal says, but for its cause, plan and time."""
    said = to_json({"sentence": body.sentence, "limits": body.limits}).decode()
    return LiveRefusal(body.revision, body.request_id, body.reason, said)


def _leg_from(leg: Leg) -> LiveLeg:
    return LiveLeg(
        trip_key=leg.trip_key,
        trip_id=leg.trip_id,
        service_date=leg.service_date,
        operator_id=leg.operator_id,
        compartment=leg.compartment,
        board_call=leg.board_call,
        board_stop_id=leg.board_stop_id,
        board_at=epoch_s(leg.board_at),
        alight_call=leg.alight_call,
        alight_stop_id=leg.alight_stop_id,
        alight_at=epoch_s(leg.alight_at),
        committed=leg.committed,
    )
