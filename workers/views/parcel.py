"""The question about one parcel: everything that was said and decided about it, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from contracts.reasons import UnmatchedReason
from workers.views.names import Names
from workers.views.rows import DecisionRow, RequestRow, WithdrawalRow

Fact = TypeVar("Fact", RequestRow, WithdrawalRow)


class Status(StrEnum):
    """How a parcel stands at a moment. The first four are open."""

    REQUESTED = "requested"
    """Nothing is decided yet."""
    MATCHED = "matched"
    """It has a journey that may still change."""
    COMMITTED = "committed"
    """The cut-off has passed: only a disruption changes its journey."""
    UNMATCHED = "unmatched"
    """It has no journey, so far."""
    WITHDRAWN = "withdrawn"
    """The shop took it back."""
    PAST_DUE = "past due"
    """Its time is over."""

    @property
    def is_open(self) -> bool:
        """Whether it may still be decided on."""
        return self not in {Status.WITHDRAWN, Status.PAST_DUE}


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """What is known of a parcel; facts that were rejected are not among them.

    `requests` and `withdrawals` in the order of the log, `decisions` by revision: all of them, or the
    live one alone where that is enough.
    """

    requests: Sequence[RequestRow]
    withdrawals: Sequence[WithdrawalRow]
    decisions: Sequence[DecisionRow]

    @property
    def live(self) -> DecisionRow | None:
        """The decision with the highest revision."""
        return self.decisions[-1] if self.decisions else None

    @property
    def request(self) -> RequestRow | None:
        """The request in force: that of a decision with a committed leg, else the newest."""
        newest = self.requests[-1] if self.requests else None
        if self.live is None or not self.live.is_committed:
            return newest
        return self.request_of(self.live) or newest

    def request_of(self, decision: DecisionRow) -> RequestRow | None:
        """The request that a decision was made for."""
        return next((request for request in self.requests if request.event_id == decision.request_id), None)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the newest fact is a withdrawal, or one came before any request."""
        if not self.withdrawals:
            return False
        return len(self.requests) <= 1 or self.withdrawals[-1].offset > self.requests[-1].offset

    @property
    def is_waiting(self) -> bool:
        """Whether something was said that is not decided on yet."""
        request, live = self.request, self.live
        if live is None:
            return request is not None
        if self.is_withdrawn:
            return live.reason != UnmatchedReason.WITHDRAWN
        return request is not None and request.event_id != live.request_id

    def status(self, now: int) -> Status:
        """How it stands at `now`. Until a newer request is decided, the decision on the last one counts."""
        request, live = self.request, self.live
        if live is not None and live.reason == UnmatchedReason.WITHDRAWN and not self.is_waiting:
            return Status.WITHDRAWN
        if request is None and live is None:
            return Status.WITHDRAWN
        if request is not None and request.due_at < now:
            return Status.PAST_DUE
        if live is None or live.reason == UnmatchedReason.WITHDRAWN:
            return Status.REQUESTED
        if not live.is_match:
            return Status.UNMATCHED
        return Status.COMMITTED if live.is_committed else Status.MATCHED


def facts_of(
    requests: Iterable[RequestRow], withdrawals: Iterable[WithdrawalRow], decisions: Iterable[DecisionRow]
) -> ParcelFacts:
    """Put facts in order. An event that a transport repeated counts once."""
    return ParcelFacts(_told_once(requests), _told_once(withdrawals), sorted(decisions, key=lambda row: row.revision))


def _told_once(rows: Iterable[Fact]) -> list[Fact]:
    first: dict[tuple[str, str], Fact] = {}
    for row in sorted(rows, key=lambda row: row.offset):
        first.setdefault((row.source, row.event_id), row)
    return list(first.values())


def outdated_below(requests: Iterable[RequestRow], withdrawals: Iterable[WithdrawalRow], before: int) -> int:
    """The offset below which a parcel's facts are no longer needed: requests due and withdrawals said before then.

    A withdrawal goes with the request that it took back, never alone.
    """
    facts: list[RequestRow | WithdrawalRow] = sorted([*requests, *withdrawals], key=lambda row: row.offset)
    below = 0
    for fact in facts:
        if isinstance(fact, RequestRow):
            below = fact.offset
        if (fact.due_at if isinstance(fact, RequestRow) else fact.said_at) >= before:
            return below
    return facts[-1].offset + 1 if facts else 0


@dataclass(frozen=True, slots=True)
class ParcelStory:
    """The answer: the facts of a parcel, and what the ids in them are called."""

    area: str
    parcel_id: str
    facts: ParcelFacts
    names: Names
