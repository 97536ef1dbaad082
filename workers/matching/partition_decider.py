"""The decider of one partition: records in, messages out, the state of each of its areas between.

The only place where the matcher meets the log's records. It has a clock for one thing alone: to say
how long a solve took and to end one that takes too long.
"""

import base64
import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from contracts.envelope import Refused, ce_headers, from_record, message_of, to_message, trace_of
from contracts.event import KIND_OF_BODY, MAX_EVENT_BYTES, Event
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import RejectCode
from contracts.record import Headers, Record
from contracts.reject import EventRejected
from contracts.topics import INPUT_TOPICS, Topic
from contracts.unmatched import ParcelUnmatched
from matcher.alarm import next_alarm
from matcher.assignment.first_fit import first_fit
from matcher.assignment.problem import Solve
from matcher.assignment.solve import solve
from matcher.decide import Decisions, decide
from matcher.evolve import adopt, evolve, parcel_owner
from matcher.forget import forget
from matcher.snapshot import freeze, thaw
from matcher.state.area_state import AreaState
from workers.log.port import Output
from workers.matching.decider import Outcome
from workers.matching.make_decider import Method, SolveSettings

SOURCE = "urn:ridealong:matcher"

_SOLVES: Mapping[Method, Solve] = {"optimise": solve, "first_fit": first_fit}


class PartitionDecider:
    """Folds records and decides, area by area."""

    def __init__(self, partitions: int, settings: SolveSettings) -> None:
        self._partitions = partitions
        self._settings = settings
        self._solve = _SOLVES[settings.method]
        self._areas: dict[str, AreaState] = {}
        self._traces: dict[str, Headers] = {}
        """Of the batch that is decided on: by event id, the trace context that its decisions go on with."""

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
        self._traces.clear()
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
        state = self._areas.get(area)
        if state is None:
            state = self._areas[area] = AreaState(area)
        return state

    def _fold(self, record: Record) -> set[str]:
        """Fold one record; returns its area if it said something new. Raises Refused."""
        event = from_record(record, self._partitions)
        if event.kind.topic not in INPUT_TOPICS:
            raise Refused(RejectCode.UNKNOWN_TYPE, f"{event.kind.name} is written by the matcher only.", "type")
        state = self._area(event.area)
        if parcel_owner(state, event) not in {None, event.source}:
            sentence = f"The parcel {event.subject!r} belongs to another source."
            raise Refused(RejectCode.PARCEL_OF_ANOTHER, sentence, "parcel_id")
        if trace := trace_of(record.headers):
            self._traces[event.id] = trace
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
        decisions = decide(state, moment, self._settings.seed, lambda _: time.perf_counter() >= deadline, self._solve)
        solve_s = round(time.perf_counter() - started, 6)
        plan = None if decisions.plan is None else decisions.plan.model_copy(update={"solve_s": solve_s})
        adopt(state, plan, {said.parcel_id: said.live for said in decisions.said}, moment)
        figures["matched"] += sum(said.kind is ParcelMatched for said in decisions.said)
        figures["unmatched"] += sum(said.kind is ParcelUnmatched for said in decisions.said)
        return _outputs(state.area, plan, decisions, self._traces)


def _outputs(
    area: str, plan: PlanCertified | None, decisions: Decisions, traces: Mapping[str, Headers]
) -> list[Output]:
    """The plan first, then what it decided, each with its deterministic id."""
    at = decisions.moment.decided_at
    first = [] if plan is None else [to_message(Event(plan.plan_id, SOURCE, at, area, plan))]
    others = [
        message_of(
            KIND_OF_BODY[said.kind],
            said.value,
            event_id=f"{area}/{said.parcel_id}/{said.live.revision}",
            source=SOURCE,
            subject=said.parcel_id,
            time=at,
            area=area,
            trace=traces.get(said.live.request_id, ()),
        )
        for said in decisions.said
    ]
    return [(Topic.MATCHES, message) for message in [*first, *others]]


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
    message = to_message(event)
    return Topic.REJECTS, message._replace(headers=(*message.headers, *trace_of(record.headers)))
