"""`ridealong simulate service-levels`: plan at several service levels and show what each serves and risks."""

import json
from pathlib import Path
from typing import Annotated

import typer
from numpy.random import default_rng
from rich.console import Console

from workers.matching.make_decider import SolveSettings
from workers.sources.day import gather_inputs, load_area
from workers.sources.findings import Findings
from workers.sources.freight.bind import FreightArea
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
from workers.surfaces.cli.output_file import write
from workers.surfaces.cli.plan import decide
from workers.surfaces.cli.progress import waiting
from workers.surfaces.report.facts import PlanFacts, read_facts
from workers.surfaces.simulation.chart import chart
from workers.surfaces.simulation.draw import Dice
from workers.surfaces.simulation.figures import level_figures
from workers.surfaces.simulation.options import CorrelationOption, TimesOption
from workers.surfaces.simulation.service_levels import outcomes, read_levels
from workers.surfaces.simulation.terminal import print_levels
from workers.telemetry import configure_logging


def simulate_service_levels(
    *,
    gtfs: GtfsOption,
    freight: FreightOption,
    parcels: ParcelsOption,
    date: DateOption,
    days: DaysOption = 1,
    levels: Annotated[str, typer.Option(metavar="LEVELS", help="The service levels to try.")] = "0.5,0.8,0.9,0.95,0.99",
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Also draw the curve.", dir_okay=False)] = None,
    times: TimesOption = 1000,
    correlation: CorrelationOption = 0.8,
    now: NowOption = None,
    time_limit: TimeLimitOption = 10.0,
    seed: SeedOption = 1,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan the same parcels without a reserve and at each service level: how many are served, and how often trips overflow."""
    configure_logging("warning")
    asked = read_levels(levels)
    with waiting() as tell:
        area, _ = load_area(gtfs, freight, encoding=encoding, on_progress=tell)

        def plan(of: FreightArea) -> PlanFacts:
            inputs = gather_inputs(
                of,
                Findings(),
                first_date=as_date(date),
                days=days,
                parcels_path=parcels,
                now=now,
                new_id=numbered_ids("plan"),
                on_progress=tell,
            )
            outputs, _ = decide(inputs, SolveSettings(seed, time_limit), tell)
            return read_facts(inputs.events, outputs)

        tried = outcomes(area, asked, plan, lambda: Dice(default_rng(seed), correlation), times)
    if svg is not None:
        write(
            svg,
            chart(tried, f"{area.settings.area}: parcels served by service level, and trips that overflow as planned"),
            overwrite=True,
        )
    if as_json:
        typer.echo(json.dumps({"levels": [level_figures(outcome) for outcome in tried]}))
    else:
        print_levels(Console(), tried)
