"""`ridealong simulate passengers`: draw passengers for a plan and count the trips that overflow."""

import json
from pathlib import Path
from typing import Annotated

import typer
from numpy.random import default_rng
from rich.console import Console

from workers.sources.day import load_area
from workers.surfaces.cli.options import EncodingOption, FreightOption, GtfsOption, JsonOption, SeedOption
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.verify import EVENTS, MATCHES, read_events
from workers.surfaces.report.facts import read_facts
from workers.surfaces.simulation.draw import Dice
from workers.surfaces.simulation.figures import overflow_figures
from workers.surfaces.simulation.options import CorrelationOption, TimesOption
from workers.surfaces.simulation.overflow import simulate
from workers.surfaces.simulation.terminal import print_overflow


def simulate_passengers(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A plan's folder.", file_okay=False)],
    *,
    gtfs: GtfsOption,
    freight: FreightOption,
    times: TimesOption = 1000,
    correlation: CorrelationOption = 0.8,
    seed: SeedOption = 1,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw passengers for each trip of a plan and count how often they and the parcels need more than there is.

    Of trips whose offer has `passengers:`. Twice: with the parcels of the plan, and as if all that is offered were taken.
    """
    with waiting() as tell:
        area, _ = load_area(gtfs, freight, encoding=encoding, on_progress=tell)
        tell("reading the plan")
        facts = read_facts(read_events(directory / EVENTS), read_events(directory / MATCHES))
        tell("drawing passengers")
        overflow = simulate(area, facts, Dice(default_rng(seed), correlation), times)
    if as_json:
        typer.echo(json.dumps({**overflow_figures(overflow), "correlation": correlation, "seed": seed}))
    else:
        print_overflow(Console(), overflow)
