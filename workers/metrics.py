"""The service's figures: which there are, how a process counts them, how those of all processes become one page.

Every process counts for itself and reports its totals; whoever collects adds them up (`Totals`).
prometheus-client's multiprocess mode is not used: it maps files of the data directory into memory, and
on a full disk a write to such a page kills the process that writes it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
RECORDS = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its name on the page without the `_total` of a counter, and what it says."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()

    @property
    def shown_name(self) -> str:
        """As Prometheus shows it."""
        return f"{self.name}_total" if self.kind == "counter" else self.name


BATCH_RECORDS = Figure("ridealong_batch_records", "histogram", "Input records decided on together.", buckets=RECORDS)
DECIDE_SECONDS = Figure("ridealong_decide_seconds", "histogram", "From a batch to its decisions.", buckets=SECONDS)
SOLVE_SECONDS = Figure("ridealong_solve_seconds", "histogram", "One solve of one area.", buckets=SECONDS)
COMMIT_SECONDS = Figure("ridealong_commit_seconds", "histogram", "Until decisions are durable.", buckets=SECONDS)
PLAN_GAP = Figure("ridealong_plan_gap_ratio", "gauge", "Proven distance of the newest plan to the best.", ("area",))
MATCHED = Figure("ridealong_matched", "counter", "Matches published, by what caused them.", ("cause",))
UNMATCHED = Figure("ridealong_unmatched", "counter", "Refusals published, by their reason.", ("reason",))
REJECTS = Figure("ridealong_rejects", "counter", "Inputs that could not be used, by code.", ("code",))
TAKEOVERS = Figure("ridealong_takeovers", "counter", "Partitions taken by a worker.")
FENCED = Figure("ridealong_fenced", "counter", "Partitions a worker lost to another.")
LAG = Figure("ridealong_lag_records", "gauge", "Input records not decided on yet.", ("partition",))
EVENT_AGE = Figure(
    "ridealong_event_age_seconds", "gauge", "Age of the oldest input not decided on yet, 0 if none.", ("partition",)
)
OWNED = Figure("ridealong_partitions_owned", "gauge", "Partitions that have an owner.")
PARTITIONS = Figure("ridealong_partitions", "gauge", "Partitions of the log.")
VIEW_LAG = Figure("ridealong_view_lag_records", "gauge", "Records the read model has not shown yet.")
RESTARTS = Figure("ridealong_restarts", "counter", "Processes started again after they died.", ("child",))
CHILD_UP = Figure("ridealong_child_up", "gauge", "1 while the process runs.", ("child",))
DISK_FREE = Figure("ridealong_disk_free_bytes", "gauge", "Room left where the data directory lives.")

WORKER_FIGURES = (
    BATCH_RECORDS,
    DECIDE_SECONDS,
    SOLVE_SECONDS,
    COMMIT_SECONDS,
    PLAN_GAP,
    MATCHED,
    UNMATCHED,
    REJECTS,
    TAKEOVERS,
    FENCED,
)
LOG_FIGURES = (LAG, EVENT_AGE, OWNED, PARTITIONS, VIEW_LAG)
SERVICE_FIGURES = (RESTARTS, CHILD_UP, DISK_FREE)
FIGURES = (*WORKER_FIGURES, *LOG_FIGURES, *SERVICE_FIGURES)


class Sample(NamedTuple):
    """One number of one figure, as it crosses a process boundary."""

    figure: str
    name: str
    labels: tuple[tuple[str, str], ...]
    value: float


_Key = tuple[str, str, tuple[tuple[str, str], ...]]
"""A Sample without its value."""


class Recorder:
    """The figures of one process, counted from zero."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._values: dict[_Key, float] = {}
        for figure in figures:
            if figure.kind == "counter" and not figure.labels:
                self.count(figure, 0)

    def count(self, figure: Figure, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        self._add(figure, figure.shown_name, labels, by)

    def set(self, figure: Figure, value: float, **labels: str) -> None:
        """Say what a figure stands at now."""
        self._values[_key(figure, figure.shown_name, labels)] = value

    def observe(self, figure: Figure, value: float) -> None:
        """Put a value into a histogram: into each bucket that is large enough."""
        for bound in (*figure.buckets, math.inf):
            self._add(figure, f"{figure.name}_bucket", {"le": _le(bound)}, float(value <= bound))
        self._add(figure, f"{figure.name}_count", {}, 1)
        self._add(figure, f"{figure.name}_sum", {}, value)

    def samples(self) -> list[Sample]:
        """All numbers as they stand."""
        return [Sample(*key, value) for key, value in self._values.items()]

    def _add(self, figure: Figure, name: str, labels: Mapping[str, str], by: float) -> None:
        key = _key(figure, name, labels)
        self._values[key] = self._values.get(key, 0.0) + by


class Totals:
    """The figures of several processes added up. What a process counted stays when it ends."""

    def __init__(self) -> None:
        self._past: dict[_Key, float] = {}
        self._present: dict[str, tuple[int, Sequence[Sample]]] = {}

    def update(self, child: str, pid: int, samples: Sequence[Sample]) -> None:
        """What a child of that name counts now; a new process id starts again at zero."""
        former = self._present.get(child)
        if former is not None and former[0] != pid:
            self.end(child)
        self._present[child] = (pid, samples)

    def end(self, child: str) -> None:
        """The child is gone: its counts stay, its gauges go with it."""
        _, samples = self._present.pop(child, (0, ()))
        _add(self._past, (sample for sample in samples if _KIND[sample.figure] != "gauge"))

    def samples(self) -> list[Sample]:
        """The sums."""
        sums = dict(self._past)
        for _, samples in self._present.values():
            _add(sums, samples)
        return [Sample(*key, value) for key, value in sums.items()]


def page(samples: Iterable[Sample]) -> bytes:
    """The text that Prometheus reads, the figures in the order of FIGURES."""
    registry = CollectorRegistry()
    registry.register(_Shelf(samples))
    return generate_latest(registry)


class _Shelf(Collector):
    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = list(samples)

    def collect(self) -> Iterator[Metric]:
        for figure in FIGURES:
            metric = Metric(figure.name, figure.help, figure.kind)
            for sample in self._samples:
                if sample.figure == figure.name:
                    metric.add_sample(sample.name, dict(sample.labels), sample.value)
            if metric.samples:
                yield metric


_KIND = {figure.name: figure.kind for figure in FIGURES}


def _le(bound: float) -> str:
    return "+Inf" if bound == math.inf else str(bound)


def _key(figure: Figure, name: str, labels: Mapping[str, str]) -> _Key:
    return figure.name, name, tuple(sorted(labels.items()))


def _add(sums: dict[_Key, float], samples: Iterable[Sample]) -> None:
    for figure, name, labels, value in samples:
        sums[figure, name, labels] = sums.get((figure, name, labels), 0.0) + value
