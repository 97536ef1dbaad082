"""Calling `ridealong` as its user does: words in; exit status, what it printed and its files out."""

import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import structlog

from contracts.event import Event
from workers.surfaces.cli.main import run
from workers.surfaces.cli.verify import read_events

FILES = {"events.jsonl", "matches.jsonl", "report.json", "report.html", "manifests.html"}
"""What `plan` leaves in its folder, and nothing else."""

_NOT_FOR_USERS = ("Traceback", "This should not have happened", 'File "')


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class PlanFolder:
    """The files of a plan, each read once."""

    path: Path

    @cached_property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / "report.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def inputs(self) -> list[Event]:
        return read_events(self.path / "events.jsonl")

    @cached_property
    def outputs(self) -> list[Event]:
        return read_events(self.path / "matches.jsonl")

    def bodies(self, kind: type[Any]) -> list[Any]:
        """The bodies of one kind, inputs before outputs."""
        return [event.data for event in (*self.inputs, *self.outputs) if isinstance(event.data, kind)]


def ridealong(*words: object) -> Ran:
    """Run one command line. However it ends, its user reads sentences."""
    out, err = StringIO(), StringIO()
    logging = structlog.get_config()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([str(word) for word in words])
    structlog.configure(**logging)  # a command sets it up for its process, and this one has other tests to run
    ran = Ran(status, out.getvalue(), err.getvalue())
    for word in _NOT_FOR_USERS:
        assert word not in ran.out + ran.err, ran.err
    return ran


def done(*words: object) -> Ran:
    """Run a command line that has to succeed."""
    ran = ridealong(*words)
    assert ran.status == 0, ran.err
    return ran


def refused(*words: object) -> str:
    """Run a command line that has to be refused as bad input; what its user is told."""
    ran = ridealong(*words)
    assert ran.status == 2, ran
    assert ran.out == ""
    return ran.err


def busiest_date(feed: Path, folder: Path, *options: object) -> str:
    """The date with most trips, as the refusal of a date without any names it."""
    told = refused(
        "sample-parcels", "--gtfs", feed, "--freight", folder / "freight.yaml", "--date", "1990-01-01",
        "--count", 1, "--out", folder / "none.csv", *options,
    )  # fmt: skip
    found = re.search(r"most on (\d{4}-\d\d-\d\d) \(\d+ trips\)", told)
    assert found is not None, told
    return found[1]


def planned(feed: Path, folder: Path, *options: object, date: str | None = None, count: int = 60) -> PlanFolder:
    """From a feed alone to a plan, with a proposed freight.yaml and sampled parcels."""
    freight, parcels, out = folder / "freight.yaml", folder / "parcels.csv", folder / "plan"
    done("init", "freight", "--gtfs", feed, "--out", freight, *options)
    common = ("--gtfs", feed, "--freight", freight, *options, "--date", date or busiest_date(feed, folder, *options))
    done("sample-parcels", *common, "--count", count, "--seed", 1, "--out", parcels)
    done("plan", *common, "--parcels", parcels, "--out", out)
    return PlanFolder(out)
