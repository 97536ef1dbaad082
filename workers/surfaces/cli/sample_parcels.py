"""`ridealong sample-parcels`: write plausible parcels for a feed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from workers.sources.sample_parcels.for_date import sample_parcels_csv
from workers.surfaces.cli.options import (
    DateOption,
    EncodingOption,
    FreightOption,
    GtfsOption,
    JsonOption,
    SeedOption,
    as_date,
)
from workers.surfaces.cli.output_file import write
from workers.surfaces.cli.progress import waiting


def sample_parcels(
    *,
    gtfs: GtfsOption,
    freight: FreightOption,
    date: DateOption,
    count: Annotated[int, typer.Option(min=1, help="How many parcels.")],
    seed: SeedOption = 1,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The parcels.csv to write.")],
    with_rules: Annotated[
        bool, typer.Option("--with-rules", help="Besides: crates that go back, consignments, dangerous goods.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that holds something else.")] = False,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write plausible parcels for one service date of a feed, for trials and benchmarks."""
    with waiting() as tell:
        text = sample_parcels_csv(
            gtfs,
            freight,
            encoding=encoding,
            service_date=as_date(date),
            count=count,
            seed=seed,
            rules=with_rules,
            on_progress=tell,
        )
    parcels = text.count("\n") - 1
    write(out, text, overwrite=force, hint=" without --force")
    typer.echo(json.dumps({"parcels": parcels, "out": str(out)}) if as_json else f"Wrote {parcels} parcels to {out}.")
