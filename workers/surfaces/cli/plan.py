"""`ridealong plan`: decide service dates of a feed offline, with the same worker as in service."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from contracts.event import Event
from contracts.instants import epoch_s
from matcher.verify import verify
from workers.compose import decide_offline
from workers.errors import RidealongError
from workers.matching.make_decider import SolveSettings
from workers.sources.day import Inputs, Progress, load_inputs
from workers.sources.publication.stamp import numbered_ids
from workers.surfaces.cli.options import (
    DateOption,
    DaysOption,
    EncodingOption,
    FreightOption,
    GtfsOption,
    JsonOption,
    NowOption,
    ParcelsOption,
    SeedOption,
    TimeLimitOption,
    as_date,
)
from workers.surfaces.cli.progress import waiting
from workers.surfaces.report.files import files_in, make_folder, write_plan
from workers.surfaces.report.terminal import print_summary
from workers.telemetry import configure_logging


def plan(
    *,
    gtfs: GtfsOption,
    freight: FreightOption,
    parcels: ParcelsOption,
    date: DateOption,
    days: DaysOption = 1,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write the plan's files.", file_okay=False)],
    now: NowOption = None,
    time_limit: TimeLimitOption = 10.0,
    seed: SeedOption = 1,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide one or more service dates offline and write events, matches, report and manifests."""
    configure_logging("warning")
    started = time.perf_counter()
    with waiting() as tell:
        inputs = load_inputs(
            gtfs,
            freight,
            encoding=encoding,
            first_date=as_date(date),
            days=days,
            parcels_path=parcels,
            now=now,
            new_id=numbered_ids("plan"),
            on_progress=tell,
        )
        make_folder(out)  # before the work, not after it
        imported = time.perf_counter()
        outputs, spent = decide(inputs, SolveSettings(seed, time_limit), tell)
        tell("writing")
        seconds = {"import": imported - started, "decide": spent}
        report = write_plan(out, inputs.events, outputs, started=started, seconds=seconds, warnings=inputs.findings)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        print_summary(Console(), inputs.events, outputs, report, files=files_in(out))


def decide(inputs: Inputs, settings: SolveSettings, tell: Progress) -> tuple[list[Event], float]:
    """Decide and verify: the outputs, and the seconds the decision took. Raises RidealongError on a violation."""
    tell("deciding")
    began = time.perf_counter()
    outputs = decide_offline(inputs.events, epoch_s(inputs.now), settings)
    seconds = time.perf_counter() - began
    tell("verifying")
    violations = verify(inputs.events, outputs)
    if violations:
        raise RidealongError(f"The plan breaks a rule and is not written: {violations[0]}")
    return outputs, seconds
