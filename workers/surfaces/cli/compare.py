"""`ridealong compare A B`: what another freight.yaml, or another timetable, brings on the same day and parcels."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from workers.errors import InputError
from workers.matching.make_decider import SolveSettings
from workers.sources.day import Inputs, Progress, load_inputs
from workers.sources.publication.stamp import numbered_ids
from workers.surfaces.cli.options import (
    DateOption,
    DaysOption,
    EncodingOption,
    JsonOption,
    NowOption,
    ParcelsOption,
    SeedOption,
    TimeLimitOption,
    as_date,
)
from workers.surfaces.cli.plan import decide
from workers.surfaces.cli.progress import waiting
from workers.surfaces.comparison.comparison import Comparison, Side
from workers.surfaces.comparison.files import COMPARISON, COMPARISON_PAGE, write_comparison
from workers.surfaces.comparison.terminal import print_comparison
from workers.surfaces.report.facts import read_facts
from workers.surfaces.report.files import make_folder
from workers.telemetry import configure_logging

_YAML = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What one of the two plans is made with."""

    label: str
    gtfs: list[str]
    freight: Path


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A freight.yaml, with --gtfs; or a GTFS feed, with --freight.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one, of the same kind.")],
    *,
    gtfs: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FEED", help="Feeds of both plans, as for plan; A and B may be one more each, as ID=FEED."
        ),
    ] = None,
    freight: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The freight.yaml of both, when A and B are feeds.")
    ] = None,
    parcels: ParcelsOption,
    date: DateOption,
    days: DaysOption = 1,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write.", file_okay=False)],
    now: NowOption = None,
    time_limit: TimeLimitOption = 10.0,
    seed: SeedOption = 1,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan the same parcels twice, with A and with B, and show what changes, place by place.

    A and B are two freight.yaml files on one timetable, or two timetables with one freight.yaml.
    Writes compare.json and compare.html.
    """
    configure_logging("warning")
    first, second = settings_of(a, b, gtfs or [], freight)
    make_folder(out)
    load = partial(load_inputs, encoding=encoding, first_date=as_date(date), days=days, parcels_path=parcels, now=now)
    settings = SolveSettings(seed, time_limit)
    with waiting() as tell:
        comparison = Comparison(*(_planned(setting, load, settings, tell) for setting in (first, second)))
        tell("writing")
        summary = write_comparison(out, comparison)
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False))
    else:
        print_comparison(Console(), comparison, files=[out / COMPARISON_PAGE, out / COMPARISON])


def _planned(setting: Setting, load: Callable[..., Inputs], settings: SolveSettings, tell: Progress) -> Side:
    """One of the two plans, with the very code of `plan`."""

    def tell_which(what: str) -> None:
        tell(f"{setting.label}: {what}")

    inputs = load(setting.gtfs, setting.freight, new_id=numbered_ids("plan"), on_progress=tell_which)
    outputs, _ = decide(inputs, settings, tell_which)
    return Side(setting.label, read_facts(inputs.events, outputs))


def settings_of(a: str, b: str, gtfs: list[str], freight: Path | None) -> tuple[Setting, Setting]:
    """What each plan is made with. Raises InputError when A and B do not fit the options."""
    kinds = {Path(name).suffix.lower() in _YAML for name in (a, b)}
    if len(kinds) > 1:
        raise InputError("A and B must be of one kind: two freight.yaml files, or two GTFS feeds.")
    label_a, label_b = labels(a, b)
    if kinds == {True}:
        if freight is not None:
            raise InputError("A and B are freight.yaml files already; a third one has no place.", field="--freight")
        if not gtfs:
            raise InputError("name the timetable that both freight.yaml files are for.", field="--gtfs")
        return Setting(label_a, gtfs, Path(a)), Setting(label_b, gtfs, Path(b))
    if freight is None:
        raise InputError("A and B are feeds: name the freight.yaml of both.", field="--freight")
    return Setting(label_a, [*gtfs, a], freight), Setting(label_b, [*gtfs, b], freight)


def labels(a: str, b: str) -> tuple[str, str]:
    """What the two are called: by as much of the end of their paths as tells them apart."""
    parts_a, parts_b = (Path(name.rpartition("=")[2]).parts for name in (a, b))
    for length in range(1, max(len(parts_a), len(parts_b)) + 1):
        label_a, label_b = "/".join(parts_a[-length:]), "/".join(parts_b[-length:])
        if label_a != label_b:
            return label_a, label_b
    return f"{label_a} (A)", f"{label_b} (B)"
