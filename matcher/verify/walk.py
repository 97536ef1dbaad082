"""One area, moment by moment: what is said is held against what was said, asked and published before."""

from collections.abc import Sequence
from dataclasses import replace

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.plan import PlanCertified
from contracts.reasons import Cause
from matcher.verify.checks import RECORDS
from matcher.verify.claim import NEVER, Claim
from matcher.verify.facts import History
from matcher.verify.live import Entry, Live
from matcher.verify.moments import Decision, Moment
from matcher.verify.reading import Reading
from matcher.verify.record import Asked, Figures, Record, Said, is_withdrawn, same_journey
from matcher.verify.shipments import CLOSED_AFTER_S, Shipment
from matcher.verify.ties import Ties
from matcher.verify.violation import Violation


class Walk:
    """An area between two moments. `violations` has what was found so far."""

    def __init__(self, area: str, history: History, undecided: Sequence[Shipment]) -> None:
        """`undecided`: parcels that never get a decision."""
        self.violations: list[Violation] = []
        self._area = area
        self._history = history
        self._live = Live()
        self._reading = Reading(history, self._live)
        self._ties = Ties(self._live, history.shipments)
        self._now = 0
        self._consumed = 0
        """How far the parcels topic was read at least."""
        self._plan: PlanCertified | None = None
        self._missing: dict[str, int] = {}
        """Parcels that should have had a decision by now, and until when they are open."""
        self._unseen = [(_due_at(shipment), shipment.told[-1].position) for shipment in undecided]
        """Of each parcel that never gets a decision until when it is open, and where its last event stands."""

    def take(self, moment: Moment) -> None:
        """Judge a moment."""
        before, self._now = self._now, max(self._now, moment.now)
        self._plan = self._plan if moment.plan is None else moment.plan
        self._live.close_past_due(self._now)
        said, made, figures = self._hear(moment)
        asked = self._ask(said)
        self.violations += self._reading.advance(self._now, moment.plan, made)
        followers, consignments = self._ties.heard(heard.decision.parcel_id for heard in said if heard.counts)
        record = Record(
            area=self._area,
            at=moment.now,
            before=before,
            said=said,
            asked=asked,
            overdue=list(self._live.overdue(self._now)),
            plan=moment.plan,
            newest_plan=self._plan,
            figures=self._countable(moment, figures),
            unseen=self._may_be_seen(),
            followers=followers,
            consignments=consignments,
            trips=self._reading.trips(),
        )
        self._judge(record)

    def end(self, outputs: Sequence[Event], now: int | None) -> None:
        """Judge what all of it leads to. `now` is when the log was read, if it is that of a running service."""
        known = max(self._now, self._history.told_at, 0 if now is None else now)
        self._live.close_past_due(known)
        self.violations += self._reading.finish(known, NEVER if now is None else known)
        ends = len(self._history.shipments.order)
        asked = [
            self._asked(parcel_id, shipment, ends, known)
            for parcel_id, shipment in self._history.shipments.of.items()
            if shipment.requests
        ]
        self._judge(Record(area=self._area, at=known, before=self._now, asked=asked, outputs=outputs))

    def _judge(self, record: Record) -> None:
        self.violations += [
            Violation(check.__name__, sentence, subject) for check in RECORDS for subject, sentence in check(record)
        ]

    def _hear(self, moment: Moment) -> tuple[list[Said], list[Entry], list[Figures]]:
        """Make what is said the live decisions.

        Returns it with what it replaced, the decisions that were made now, and what could be counted
        before the first and after each.
        """
        said: list[Said] = []
        made: list[Entry] = []
        figures = [self._live.figures()]
        for decision in moment.decisions:
            heard = self._said(decision)
            said.append(heard)
            if heard.counts:
                stood = self._live.open.get(decision.parcel_id)
                entry = self._entry(heard, stood)
                self._live.put(decision, entry)
                if entry is not None and (stood is None or entry.claim is not stood.claim):
                    made.append(entry)
            figures.append(self._live.figures())
        return said, made, figures

    def _said(self, decision: Decision) -> Said:
        shipment = self._history.shipments.of.get(decision.parcel_id)
        former = self._live.decisions.get(decision.parcel_id)
        if shipment is None or not shipment.requests:
            return Said(decision, former, None, over=False)
        told = shipment.requests.get(decision.request_id)
        over_at = None if told is None else shipment.over_at(told.position)
        over = over_at is not None and over_at + CLOSED_AFTER_S < epoch_s(decision.decided_at)
        return Said(decision, former, shipment, over)

    def _entry(self, said: Said, stood: Entry | None) -> Entry | None:
        """A decision that leaves its parcel open; one that only commits goes on claiming what it did."""
        decision, shipment = said.decision, said.shipment
        if shipment is None or is_withdrawn(decision):
            return None
        told = shipment.requests.get(decision.request_id)
        request = shipment.newest if told is None else told.request
        if request is None or epoch_s(request.due_at) < self._now:
            return None
        if stood is not None and decision.cause is Cause.COMMITTED and same_journey(said.former, decision):
            stood.claim.decision = decision
            return Entry(decision, request, stood.claim)
        return Entry(decision, request, Claim(self._area, self._history, decision, request, said.begun))

    def _ask(self, said: Sequence[Said]) -> list[Asked]:
        """Which parcels have to have an answer now: those decided, and those told of before them in the topic."""
        before = self._consumed
        self._consumed = max([before, *(heard.consumed for heard in said)])
        told = self._history.shipments.order[before : self._consumed]
        decided = [heard.decision.parcel_id for heard in said if heard.shipment is not None]
        asked: list[Asked] = []
        for name in dict.fromkeys([*decided, *told]):
            shipment = self._history.shipments.of[name]
            answer = self._asked(name, shipment, self._consumed, self._now)
            asked.append(answer)
            self._missing.pop(name, None)
            if answer.is_undecided or answer.is_refused:
                self._missing[name] = _due_at(shipment)
            if answer.is_unheeded:
                self._live.close(name)
        return asked

    def _asked(self, parcel_id: str, shipment: Shipment, before: int, now: int) -> Asked:
        live, former = self._live.decisions.get(parcel_id), self._live.formers.get(parcel_id)
        return Asked(parcel_id, shipment, live, former, before, now)

    def _countable(self, moment: Moment, figures: Sequence[Figures]) -> list[Figures]:
        """What the plan may have counted, with what was left undecided."""
        missing = sum(due_at >= self._now for due_at in self._missing.values())
        some = figures[:-1] if moment.may_be_two else ()
        return [replace(each, parcels=each.parcels + missing) for each in (*some, self._live.figures())]

    def _may_be_seen(self) -> int:
        """How many of those never decided may have been consumed, though nothing says so."""
        self._unseen = [each for each in self._unseen if each[0] >= self._now and each[1] >= self._consumed]
        return len(self._unseen)


def _due_at(shipment: Shipment) -> int:
    """Until when the newest request is open."""
    return 0 if shipment.newest is None else epoch_s(shipment.newest.due_at)
