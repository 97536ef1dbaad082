"""What one moment says, against what was said and asked before: what the checks of the records look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from matcher.verify.moments import Decision
from matcher.verify.shipments import CLOSED_AFTER_S, Shipment, Told
from matcher.verify.tied import Follower, Member


@dataclass(frozen=True, slots=True)
class Said:
    """A decision as it came."""

    decision: Decision
    former: Decision | None
    """The live one before."""
    shipment: Shipment | None
    """None = nobody requested the parcel."""
    over: bool
    """All that was asked for before was over long ago, so that it may begin a new life."""

    @property
    def counts(self) -> bool:
        """Whether it becomes the live one: nothing of its revision was said before."""
        return self.former is None or self.decision.revision > self.former.revision

    @property
    def begun(self) -> ParcelMatched | None:
        """The match it replaced, if that had begun."""
        return self.former if has_begun(self.former) and not self.over else None

    @property
    def consumed(self) -> int:
        """Up to before which position of the parcels topic was read, to say this."""
        told = None if self.shipment is None else self.shipment.requests.get(self.decision.request_id)
        if told is None or self.shipment is None:
            return 0
        if is_withdrawn(self.decision) and not self.over and not self.shipment.state(told.position + 1)[1]:
            withdrawn = self.shipment.withdrawn_after(told.position)
            return told.position + 1 if withdrawn is None else withdrawn + 1
        return told.position + 1


@dataclass(frozen=True)
class Asked:
    """A parcel of which something is known to be consumed, and what is live after it."""

    parcel_id: str
    shipment: Shipment
    live: Decision | None
    former: Decision | None
    """What that replaced."""
    before: int
    """What was told before this position of the parcels topic is consumed; of the rest nobody knows."""
    now: int

    @property
    def newest(self) -> Told | None:
        """The newest request known to be consumed."""
        return self.shipment.state(self.before)[0]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is known to be withdrawn."""
        return self.shipment.state(self.before)[1]

    @property
    def says_withdrawn(self) -> bool:
        """Whether its live decision says so."""
        return is_withdrawn(self.live)

    @property
    def was_begun(self) -> bool:
        """Whether its journey had begun when it was decided last: then its request stayed in force until then."""
        return has_begun(self.former) and self.live is not None and self.live.request_id == self.former.request_id

    @property
    def is_ahead(self) -> bool:
        """Whether the live decision is on a request newer than all that is known to be consumed."""
        told = None if self.live is None else self.shipment.requests.get(self.live.request_id)
        return told is not None and told.position >= self.before

    @property
    def is_past_due(self) -> bool:
        """Whether the newest request, or one that may have been consumed too, was past due; or there is none."""
        newest = self.newest
        requests = [] if newest is None else [newest.request, *(told.request for told in self._later)]
        return not requests or any(each is not None and epoch_s(each.due_at) < self.now for each in requests)

    @property
    def is_undecided(self) -> bool:
        """Whether it is open and has no decision."""
        return self.live is None and not self.is_withdrawn and not self.is_past_due

    @property
    def is_unheeded(self) -> bool:
        """Whether it is withdrawn, and its live decision does not say so; long after it was due nobody need."""
        heeded = self.live is None or self.says_withdrawn or self.is_ahead
        over = self.shipment.over_at(self.before) + CLOSED_AFTER_S < self.now
        reopened = any(told.request is not None for told in self._later)
        goes_on = reopened and (has_begun(self.live) or self.is_past_due)
        return self.is_withdrawn and not (heeded or over or goes_on)

    @property
    def _later(self) -> list[Told]:
        """What was told after all that is known to be consumed, and may have been consumed too."""
        return [told for told in self.shipment.told if told.position >= self.before]

    @property
    def is_refused(self) -> bool:
        """Whether its live decision says that it is withdrawn, but it is open."""
        return self.says_withdrawn and not (self.is_withdrawn or self.is_past_due or self.begins_anew)

    @property
    def begins_anew(self) -> bool:
        """Whether its live decision is on a request that came long after everything before was over.

        What was told meanwhile may count for the new life or for the old one.
        """
        told = None if self.live is None else self.shipment.requests.get(self.live.request_id)
        return told is not None and self.shipment.over_at(told.position) + CLOSED_AFTER_S < self.now


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to count."""

    parcels: int
    matched: int
    value_millis: int


@dataclass(frozen=True)
class Record:
    """What one moment says; or, without any of it, what the end of the log leaves."""

    area: str
    at: int
    """When, in seconds since 1970."""
    before: int = 0
    """When the newest moment before was."""
    outputs: Sequence[Event] = ()
    """At the end of the log: all of it."""
    said: Sequence[Said] = ()
    asked: Sequence[Asked] = ()
    """Parcels that were decided, or of which something came to be consumed."""
    overdue: Sequence[tuple[str, Leg]] = ()
    """Parcels with a leg whose start has come, and which is not said to be committed."""
    plan: PlanCertified | None = None
    newest_plan: PlanCertified | None = None
    """That of the moment, else the newest before."""
    figures: Sequence[Figures] = ()
    """What the plan may have counted."""
    unseen: int = 0
    """How many parcels more it may have counted: requested, and never decided."""
    followers: Sequence[Follower] = ()
    """Matches, not begun, that come after another parcel, where either of the two was decided."""
    consignments: Sequence[Sequence[Member]] = ()
    """Those of which none has begun and one was decided: all of each that is open."""
    trips: range = range(0)
    """How many trips may have been in force."""


def has_begun(decision: Decision | None) -> TypeGuard[ParcelMatched]:
    """Whether a decision is a match of which a leg is committed."""
    return isinstance(decision, ParcelMatched) and any(leg.committed for leg in decision.legs)


def is_withdrawn(decision: Decision | None) -> bool:
    """Whether a decision tells that the parcel is withdrawn."""
    return isinstance(decision, ParcelUnmatched) and decision.reason is UnmatchedReason.WITHDRAWN


def same_journey(one: Decision | None, other: Decision) -> bool:
    """Whether two decisions are matches of one request to one journey; which legs are committed may differ."""
    if not isinstance(one, ParcelMatched) or not isinstance(other, ParcelMatched):
        return False
    names = ("request_id", "hand_in_by", "available_at", "value_millis", "cost_millis", "lockers")
    same = all(getattr(one, name) == getattr(other, name) for name in names)
    return same and [ride_of(leg) for leg in one.legs] == [ride_of(leg) for leg in other.legs]


def ride_of(leg: Leg) -> tuple[object, ...]:
    """Which ride a leg is, and when."""
    return (leg.trip_key, leg.compartment, leg.board_call, leg.alight_call, leg.board_at, leg.alight_at)
