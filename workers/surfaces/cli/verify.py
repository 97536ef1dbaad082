"""`ridealong verify DIR`: check a plan against its events alone."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from contracts.envelope import Refused, from_line
from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.unmatched import ParcelUnmatched
from matcher.verify import Violation
from matcher.verify import verify as violations_of
from workers.errors import InputError
from workers.surfaces.cli.progress import waiting

EVENTS = "events.jsonl"
MATCHES = "matches.jsonl"


def verify(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=f"Where {EVENTS} and {MATCHES} are.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a plan against its events alone: one line per violation, and exit 1 if there is any."""
    with waiting() as tell:
        tell(f"reading {EVENTS}")
        inputs = read_events(directory / EVENTS)
        tell(f"reading {MATCHES}")
        outputs = read_events(directory / MATCHES)
        tell("checking every rule")
        violations = violations_of(inputs, outputs)
    decisions = sum(isinstance(event.data, ParcelMatched | ParcelUnmatched) for event in outputs)
    typer.echo(_json(decisions, violations) if as_json else _text(decisions, violations))
    if violations:
        raise typer.Exit(1)


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


def _text(decisions: int, violations: list[Violation]) -> str:
    if violations:
        return "\n".join(str(violation) for violation in violations)
    return f"no violation in {decisions} decision{'' if decisions == 1 else 's'}"


def _json(decisions: int, violations: list[Violation]) -> str:
    return json.dumps({"decisions": decisions, "violations": [asdict(violation) for violation in violations]})
