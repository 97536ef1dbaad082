"""A worker's figures: read off what it commits and what it holds."""

import json
from collections import Counter
from collections.abc import Iterable

from contracts.event import KIND_OF_BODY
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.record import Message
from contracts.reject import EventRejected
from contracts.unmatched import ParcelUnmatched
from workers import metrics
from workers.matching.commit import Committed
from workers.matching.ownership import Holdings
from workers.metrics import Recorder, Sample

_TYPE = "ce_type"
_PLAN, _MATCHED, _UNMATCHED, _REJECTED = (
    KIND_OF_BODY[body].ce_type.encode() for body in (PlanCertified, ParcelMatched, ParcelUnmatched, EventRejected)
)
_COUNTED = {
    _MATCHED: (metrics.MATCHED, "cause"),
    _UNMATCHED: (metrics.UNMATCHED, "reason"),
    _REJECTED: (metrics.REJECTS, "code"),
}


class WorkerFigures:
    """What one worker process has done since it started."""

    def __init__(self) -> None:
        self._recorder = Recorder(metrics.WORKER_FIGURES)
        self._gaps: dict[int, dict[str, float]] = {}

    def record(self, committed: Committed) -> None:
        """Count a commit and what it says."""
        self._recorder.observe(metrics.BATCH_RECORDS, committed.records)
        self._recorder.observe(metrics.DECIDE_SECONDS, committed.decide_s)
        self._recorder.observe(metrics.COMMIT_SECONDS, committed.commit_s)
        partition = committed.ownership.partition
        said: Counter[tuple[bytes, str]] = Counter()
        for _, message in committed.outcome.outputs:
            kind = _type_of(message)
            if kind == _PLAN:
                self._plan(partition, message)
            elif kind in _COUNTED:
                said[kind, str(json.loads(message.value)[_COUNTED[kind][1]])] += 1
        for (kind, value), count in said.items():
            figure, label = _COUNTED[kind]
            self._recorder.count(figure, count, **{label: value})

    def samples(self, holdings: Holdings) -> list[Sample]:
        """All figures; of gaps those of the partitions it holds."""
        self._recorder.set(metrics.TAKEOVERS, holdings.takeovers)
        self._recorder.set(metrics.FENCED, holdings.losses)
        held = {ownership.partition for ownership in holdings.held}
        return [*self._recorder.samples(), *self._held_gaps(held)]

    def _plan(self, partition: int, message: Message) -> None:
        plan = json.loads(message.value)
        self._recorder.observe(metrics.SOLVE_SECONDS, plan["solve_s"])
        gaps = self._gaps.setdefault(partition, {})
        area = (message.key or b"").decode()
        gaps.pop(area, None)
        if plan["gap"] is not None:
            gaps[area] = plan["gap"]

    def _held_gaps(self, held: Iterable[int]) -> list[Sample]:
        gaps = Recorder((metrics.PLAN_GAP,))
        for partition in held:
            for area, gap in self._gaps.get(partition, {}).items():
                gaps.set(metrics.PLAN_GAP, gap, area=area)
        return gaps.samples()


def _type_of(message: Message) -> bytes:
    return next((value for name, value in message.headers if name == _TYPE), b"")
