"""The decider of one partition: records in, messages out, the state of each of its areas between.

The only place where the matcher meets the log's records. It has a clock for one thing alone: to say
how long a solve took and to end one that takes too long.
"""

import base64
import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.envelope import Refused, ce_headers, from_record, to_message
from contracts.event import MAX_EVENT_BYTES, Event
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import RejectCode
from contracts.record import Record
from contracts.reject import EventRejected
from contracts.topics import INPUT_TOPICS, Topic
from contracts.unmatched import ParcelUnmatched
from matcher.alarm import next_alarm
from matcher.decide import Decisions, decide
from matcher.evolve import evolve, parcel_owner
from matcher.forget import forget
from matcher.snapshot import freeze, thaw
from matcher.state.area_state import AreaState
from workers.log.port import Output
from workers.matching.decider import Outcome
from workers.matching.make_decider import SolveSettings

SOURCE = "urn:ridealong:matcher"

OutputBody = PlanCertified | ParcelMatched | ParcelUnmatched


class PartitionDecider:
    """Folds records and decides, area by area."""

    def __init__(self, partitions: int, settings: SolveSettings) -> None:
        self._partitions = partitions
        self._settings = settings
        self._areas: dict[str, AreaState] = {}

    def replay(self, records: Sequence[Record]) -> None:
        """Fold what is already decided. What was rejected then is passed over now."""
        for record in records:
            try:
                event = from_record(record, self._partitions)
            except Refused:
                continue
            evolve(self._area(event.area), event)

    def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """Fold new records, then decide in every area they touched and in every one whose alarm is due."""
        outputs: list[Output] = []
        figures: Counter[str] = Counter()
        touched: set[str] = set()
        for record in records:
            try:
                touched |= self._fold(record)
            except Refused as refused:
                outputs.append(_rejection(record, refused, now))
                figures["rejects"] += 1
        for area in sorted(touched | self._due(now)):
            outputs += self._decide(self._areas[area], now, figures)
        return Outcome(tuple(outputs), {"areas": len(self._areas), **figures})

    def next_alarm(self) -> int | None:
        """The earliest of the areas' alarms."""
        alarms = (next_alarm(state) for state in self._areas.values())
        return min((alarm for alarm in alarms if alarm is not None), default=None)

    def snapshot(self) -> bytes:
        """The states of all areas."""
        return freeze(self._areas)

    def restore(self, snapshot: bytes) -> bool:
        """Take the states of a snapshot, if this code wrote it."""
        areas = thaw(snapshot)
        if areas is not None:
            self._areas = areas
        return areas is not None

    def _area(self, area: str) -> AreaState:
        return self._areas.setdefault(area, AreaState(area))

    def _fold(self, record: Record) -> set[str]:
        """Fold one record; returns its area if it said something new. Raises Refused."""
        event = from_record(record, self._partitions)
        if event.kind.topic not in INPUT_TOPICS:
            raise Refused(RejectCode.UNKNOWN_TYPE, f"{event.kind.name} is written by the matcher only.", "type")
        state = self._area(event.area)
        if parcel_owner(state, event) not in {None, event.source}:
            sentence = f"The parcel {event.subject!r} belongs to another source."
            raise Refused(RejectCode.PARCEL_OF_ANOTHER, sentence, "parcel_id")
        before = state.folded
        evolve(state, event)
        return {event.area} if state.folded > before else set()

    def _due(self, now: int) -> set[str]:
        alarms = {area: next_alarm(state) for area, state in self._areas.items()}
        return {area for area, alarm in alarms.items() if alarm is not None and alarm <= now}

    def _decide(self, state: AreaState, now: int, figures: Counter[str]) -> list[Output]:
        """Decide in one area, and fold its decisions as if they had been read back."""
        moment = now if state.decided_at is None else max(now, state.decided_at)
        started = time.perf_counter()
        deadline = started + self._settings.time_limit_s
        forget(state, moment)
        decisions = decide(state, moment, self._settings.seed, lambda _: time.perf_counter() >= deadline)
        events = [_event(state.area, body) for body in _bodies(decisions, time.perf_counter() - started)]
        for event in events:
            evolve(state, event)
        figures["matched"] += sum(isinstance(body, ParcelMatched) for body in decisions.parcels)
        figures["unmatched"] += sum(not isinstance(body, ParcelMatched) for body in decisions.parcels)
        return [(event.kind.topic, to_message(event)) for event in events]


def _bodies(decisions: Decisions, solve_s: float) -> list[OutputBody]:
    """The plan first, then what it decided."""
    plan = [] if decisions.plan is None else [decisions.plan.model_copy(update={"solve_s": round(solve_s, 6)})]
    return [*plan, *decisions.parcels]


def _event(area: str, body: OutputBody) -> Event:
    """An output as event, with its deterministic id."""
    own_id = body.plan_id if isinstance(body, PlanCertified) else f"{area}/{body.parcel_id}/{body.revision}"
    return Event(id=own_id, source=SOURCE, time=body.decided_at, area=area, data=body)


def _rejection(record: Record, refused: Refused, now: int) -> Output:
    """The bad record kept whole, with the reason, on the partition it came from."""
    body = EventRejected(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        code=refused.code,
        sentence=refused.sentence,
        field=refused.field,
        bytes_=len(record.value),
        sha256=hashlib.sha256(record.value).hexdigest(),
        payload_base64=base64.b64encode(record.value).decode() if len(record.value) <= MAX_EVENT_BYTES else None,
        headers=ce_headers(record.headers),
    )
    area = (record.key or b"").decode(errors="replace")[:50] or "unknown"
    event_id = f"{record.topic}/{record.partition}/{record.offset}"
    event = Event(id=event_id, source=SOURCE, time=datetime.fromtimestamp(now, UTC), area=area, data=body)
    return Topic.REJECTS, to_message(event)
