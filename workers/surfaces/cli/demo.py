"""`ridealong demo`: the whole system on the bundled sample regions, in processes of its own."""

import time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from contracts.event import Event
from contracts.instants import epoch_s
from matcher.verify import verify
from workers.compose import decide_in_workers, fresh_log, open_log
from workers.errors import InputError, RidealongError
from workers.matching.make_decider import SolveSettings
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES, Sample
from workers.service.service import OpenLog
from workers.settings import load_settings
from workers.sources.day import Inputs
from workers.surfaces.cli.options import SeedOption
from workers.surfaces.report.files import files_in, make_folder, write_plan
from workers.surfaces.report.terminal import print_summary
from workers.telemetry import configure_logging

LOG = "demo-log.sqlite"


class Region(StrEnum):
    """The bundled sample regions."""

    ALL = "all"
    VIDZEME = "vidzeme"
    FUNDAO = "fundao"


def demo(
    *,
    region: Annotated[Region, typer.Option(help="Which sample region.")] = Region.ALL,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write.", file_okay=False)] = Path("demo-output"),
    seed: SeedOption = 1,
) -> None:
    """Publish the sample regions into an embedded log, let two workers decide, show what they matched.

    With brokers named in the settings the log is on Kafka instead.
    """
    configure_logging("warning")
    settings = load_settings({})
    console = Console()
    samples = [sample for sample in SAMPLES if region in {Region.ALL, sample.area}]
    make_folder(out)
    log = partial(open_log, settings) if settings.on_kafka else fresh_log(_fresh_path(out))
    where = settings.where if settings.on_kafka else out / LOG
    started = time.perf_counter()
    inputs = {sample.area: _load(console, sample) for sample in samples}
    imported = time.perf_counter()
    console.print(f"Event log at {where}; one worker for each area, each with a decider process of its own.")
    outputs = _decide(console, log, inputs, seed)
    decided = time.perf_counter()
    for area, read in inputs.items():
        violations = verify(read.events, outputs[area])
        if violations:
            raise RidealongError(f"The plan of {area} breaks a rule: {violations[0]}")
        seconds = {"import": imported - started, "decide": decided - imported}
        report = write_plan(
            out / area, read.events, outputs[area], started=started, seconds=seconds, warnings=read.findings
        )
        print_summary(console, read.events, outputs[area], report, files=files_in(out / area))


def _load(console: Console, sample: Sample) -> Inputs:
    inputs = load_sample(sample, "demo")
    console.print(f"{sample.title}: {len(inputs.events):,} events for {sample.service_date:%A, %d %B %Y}")
    return inputs


def _fresh_path(out: Path) -> Path:
    """A path for a new log; what the last demo left there is removed, and nothing else."""
    path = out / LOG
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(LOG + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.", field="--out") from error
    return path


def _decide(console: Console, log: OpenLog, inputs: dict[str, Inputs], seed: int) -> dict[str, list[Event]]:
    now = {area: epoch_s(read.now) for area, read in inputs.items()}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bars = {
            area: progress.add_task(area, total=len(read.events), left="publishing") for area, read in inputs.items()
        }

        def show(lag: dict[str, int]) -> None:
            for area, left in lag.items():
                total = len(inputs[area].events)
                said = "decided" if left == 0 else f"{left:,} events to decide on"
                progress.update(bars[area], completed=total - left, left=said)

        areas = {area: read.events for area, read in inputs.items()}
        return decide_in_workers(log, areas, now, SolveSettings(seed), show)
