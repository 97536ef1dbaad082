"""`ridealong verify`: check a plan, or all that a service decided, against the events alone."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from contracts.envelope import Refused, from_line
from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.unmatched import ParcelUnmatched
from matcher.verify import Violation
from matcher.verify import verify as violations_of
from workers.clock import SystemClock
from workers.errors import InputError
from workers.log.history import folded_inputs, outputs
from workers.log.port import EventLog
from workers.surfaces.cli.judged import LogRead, PartitionRead, partition_read, read_export, sentences
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import system_meant, with_log

EVENTS = "events.jsonl"
MATCHES = "matches.jsonl"


def verify(
    directory: Annotated[
        Path | None, typer.Argument(metavar="DIR", help=f"Where {EVENTS} and {MATCHES} are.", show_default=False)
    ] = None,
    *,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Instead: check the log of this data directory, area by area. Without either: that on Kafka.",
            file_okay=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check everything that was decided against the events alone: one line per violation, and exit 1 if there is any.

    Of a log, whether a service runs there or not, it says up to where it read.
    """
    _require_one(directory, data_dir)
    with waiting() as tell:
        plans: list[Plan] = []
        read: LogRead | None = None
        if directory is not None:
            plans, read = [_plan_in(directory, tell)], read_export(directory)
        else:
            tell("reading the log")
            plans, read = with_log(data_dir, _plans_of)
        tell("checking every rule")
        now = None if read is None else read.now
        violations = [violation for plan in plans for violation in violations_of(plan.inputs, plan.outputs, now)]
    decided = (event for plan in plans for event in plan.outputs)
    decisions = sum(isinstance(event.data, ParcelMatched | ParcelUnmatched) for event in decided)
    typer.echo(_json(decisions, violations, read) if as_json else _text(decisions, violations, read))
    if violations:
        raise typer.Exit(1)


def _require_one(directory: Path | None, data_dir: Path | None) -> None:
    """Which of the two is meant has to be plain; where brokers are named, neither means the log on Kafka."""
    both = directory is not None and data_dir is not None
    neither = directory is None and data_dir is None
    if both or (neither and not system_meant(None).on_kafka):
        raise InputError("name either a plan's folder or --data-dir.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one area was told, and what was decided."""

    inputs: list[Event]
    outputs: list[Event]


def _plan_in(folder: Path, tell: Callable[[str], None]) -> Plan:
    tell(f"reading {EVENTS}")
    inputs = read_events(folder / EVENTS)
    tell(f"reading {MATCHES}")
    return Plan(inputs, read_events(folder / MATCHES))


async def _plans_of(log: EventLog) -> tuple[list[Plan], LogRead]:
    """Every area of a log, each up to the newest commit of its partition."""
    plans: dict[str, Plan] = {}
    partitions: list[PartitionRead] = []
    for partition in range(log.partitions):
        at = await log.cut(partition)
        partitions.append(partition_read(at))
        async for event in folded_inputs(log, at):
            plans.setdefault(event.area, Plan([], [])).inputs.append(event)
        async for event in outputs(log, at):
            plans.setdefault(event.area, Plan([], [])).outputs.append(event)
    read_at = datetime.fromtimestamp(SystemClock().now(), UTC)
    return [plans[area] for area in sorted(plans)], LogRead(read_at=read_at, partitions=tuple(partitions))


def read_events(path: Path) -> list[Event]:
    """Read a file of structured CloudEvents, one a line; blank lines are skipped. Raises InputError."""
    events: list[Event] = []
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    events.append(_event(line, path, number))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return events


def _event(line: bytes, path: Path, number: int) -> Event:
    try:
        return from_line(line)
    except Refused as refused:
        raise InputError(refused.sentence, file=str(path), line=number, field=refused.field) from refused


def _text(decisions: int, violations: list[Violation], read: LogRead | None) -> str:
    lines = [str(violation) for violation in violations]
    if not lines:
        lines = [f"no violation in {decisions} decision{'' if decisions == 1 else 's'}"]
    return "\n".join([*lines, *([] if read is None else sentences(read))])


def _json(decisions: int, violations: list[Violation], read: LogRead | None) -> str:
    judged = None if read is None else read.model_dump(mode="json")
    found = [asdict(violation) for violation in violations]
    return json.dumps({"decisions": decisions, "violations": found, "judged": judged}, ensure_ascii=False)
