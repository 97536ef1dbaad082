"""The independent reader: checks a log file at every committed position. Python's own library only.

It shares no line with the program: it has its own idea of the file, of a usable event, of what is in
force, of room. Start at `check`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.reader.area import Area
from tests.crash.reader.log_file import INPUTS, MATCHES, REJECTS, TOPICS, Commit, LogFile, read_log_file
from tests.crash.reader.message import Message, Unusable, instant, message_of
from tests.crash.reader.views import check_views


@dataclass
class Report:
    """What was looked at, and what does not hold."""

    counts: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counted = ", ".join(f"{count:,} {what}" for what, count in sorted(self.counts.items()))
        return f"{counted}; {len(self.violations)} violations"


def check(path: Path, views: Path | None = None) -> Report:
    """Check every committed position of every partition of a log with a trace, and its read model at the end."""
    log = read_log_file(path)
    report, areas, rejects = check_log(log)
    if views is not None:
        report.violations += check_views(views, log, areas, rejects)
        report.counts["read models"] += 1
    return report


def check_log(log: LogFile) -> tuple[Report, list[Area], set[tuple[object, ...]]]:
    """Check every committed position; also what the areas and the rejects are in the end."""
    report = Report()
    report.violations += _whole(log)
    areas: list[Area] = []
    rejects: set[tuple[object, ...]] = set()
    for partition in sorted(log.epochs):
        reading = PartitionReading(log, partition, report)
        for commit in log.commits:
            if commit.partition == partition:
                reading.take(commit)
        reading.finish()
        areas += reading.areas.values()
        rejects |= reading.rejects
    return report, areas, rejects


def _whole(log: LogFile) -> Iterator[str]:
    """Offsets without gap, as many as the head says, each written by whom it may be written."""
    for (topic, partition), rows in log.rows.items():
        if log.gapless and [row.offset for row in rows] != list(range(log.heads[topic, partition])):
            yield f"offsets: {topic}/{partition} has gaps or another end than its head"
        for row in rows:
            if (row.epoch is None) != (topic in INPUTS):
                yield f"epoch: {row.name} has {row.epoch}"


class PartitionReading:
    """One partition, commit after commit."""

    def __init__(self, log: LogFile, partition: int, report: Report) -> None:
        self._log = log
        self._partition = partition
        self._report = report
        self._ends = dict.fromkeys(TOPICS, 0)
        self._epoch = 0
        self.areas: dict[str, Area] = {}
        self._ids: set[str] = set()
        self.rejects: set[tuple[object, ...]] = set()

    def take(self, commit: Commit) -> None:
        """Check one commit and the position it leads to."""
        self._report.counts["commits"] += 1
        self._say(commit, self._check_epoch(commit))
        touched: dict[str, int | None] = {}
        bad = self._consume(commit, touched)
        self._say(commit, self._check_outputs(commit, touched))
        self._say(commit, self._check_rejects(commit, bad))
        for name, decided_at in touched.items():
            self._say(commit, self.areas[name].check(decided_at, commit.at_s))
            self._report.counts["positions of an area"] += 1
        self._ends.update(commit.ends)
        self._epoch = commit.epoch

    def finish(self) -> None:
        """What is stored at the end is what the last commit stored, and nothing was written beside commits."""
        for topic in TOPICS:
            stored = self._log.consumed if topic in INPUTS else self._log.heads
            if stored.get((topic, self._partition), 0) != self._ends[topic]:
                self._report.violations.append(f"end: {topic}/{self._partition} is not where the last commit left it")
        if self._epoch > self._log.epochs[self._partition]:
            self._report.violations.append(f"epoch: of partition {self._partition} went back")
        counts = self._report.counts
        counts["inputs"] += sum(self._ends[topic] for topic in INPUTS)
        for area in self.areas.values():
            counts["areas"] += 1
            counts["parcels"] += len(area.facts.parcels)
            counts["repeated inputs"] += area.facts.repeats
            counts["live matches"] += sum("legs" in live for live in area.live.values())

    def _say(self, commit: Commit, violations: Iterator[str]) -> None:
        where = f"partition {self._partition}, consumed to {[commit.ends.get(topic) for topic in INPUTS]}"
        self._report.violations += [f"{violation} ({where})" for violation in violations]

    def _check_epoch(self, commit: Commit) -> Iterator[str]:
        if commit.epoch < self._epoch:
            yield f"epoch: {commit.epoch} committed after {self._epoch}"
        if commit.epoch != self._epoch:
            self._report.counts["ownerships that committed"] += 1
        for topic in TOPICS:
            if commit.ends.get(topic, 0) < self._ends[topic]:
                yield f"position: of {topic} went back to {commit.ends.get(topic)}"
            if commit.ends.get(topic, 0) > self._log.heads[topic, self._partition]:
                yield f"position: of {topic} is beyond its end"

    def _consume(self, commit: Commit, touched: dict[str, int | None]) -> Counter[tuple[str, str]]:
        """Fold the inputs of the commit; returns where the unusable ones stand, and their codes."""
        bad: Counter[tuple[str, str]] = Counter()
        for topic in INPUTS:
            for row in self._log.between(topic, self._partition, self._ends[topic], commit.ends.get(topic, 0)):
                try:
                    message = message_of(row, self._log.partitions)
                    self._area(message.area).facts.fold(message)
                except Unusable as unusable:
                    bad[row.name, unusable.code] += 1
                else:
                    touched[message.area] = None
        return bad

    def _check_outputs(self, commit: Commit, touched: dict[str, int | None]) -> Iterator[str]:
        for message in self._written(commit, MATCHES):
            if message.id in self._ids:
                yield f"id: {message.id} was given before"
            self._ids.add(message.id)
            area = self._area(message.area)
            yield from area.output(message)
            touched[message.area] = instant(message.body["decided_at"])
            self._report.counts[message.name] += 1

    def _check_rejects(self, commit: Commit, bad: Counter[tuple[str, str]]) -> Iterator[str]:
        """Every unusable record of the commit is rejected by it once, and nothing else is."""
        rejected: Counter[tuple[str, str]] = Counter()
        for message in self._written(commit, REJECTS):
            rejected[message.id, message.body["code"]] += 1
            self.rejects.add(tuple(message.body[name] for name in ("topic", "partition", "offset", "code")))
            if message.subject != message.id:
                yield f"id: {message.id} rejects {message.subject}"
        self._report.counts["rejects"] += rejected.total()
        for (name, code), count in (bad - rejected).items():
            yield f"reject: {name} is {code} and was not rejected as that {count} times"
        for (name, code), count in (rejected - bad).items():
            yield f"reject: {name} was rejected as {code} {count} times too often"

    def _written(self, commit: Commit, topic: str) -> Iterator[Message]:
        for row in self._log.between(topic, self._partition, self._ends[topic], commit.ends.get(topic, 0)):
            if row.epoch != commit.epoch:
                self._say(commit, iter([f"epoch: {row.name} was written by {row.epoch}, not by {commit.epoch}"]))
            try:
                message = message_of(row, self._log.partitions)
            except Unusable as unusable:
                self._say(commit, iter([f"output: {row.name} is {unusable.code}"]))
                continue
            yield message

    def _area(self, name: str) -> Area:
        return self.areas.setdefault(name, Area(name))
