"""`ridealong init freight`: write a minimal freight.yaml for a feed."""

from pathlib import Path
from typing import Annotated

import typer

from workers.sources.day import load_feeds
from workers.sources.freight.propose import propose_freight
from workers.surfaces.cli.options import EncodingOption, GtfsOption
from workers.surfaces.cli.output_file import write
from workers.surfaces.cli.progress import waiting


def init_freight(
    *,
    gtfs: GtfsOption,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it; never overwritten.")] = Path(
        "freight.yaml"
    ),
    encoding: EncodingOption = None,
) -> None:
    """Write a minimal freight.yaml for a feed, with hubs proposed from it."""
    with waiting() as tell:
        text = propose_freight(load_feeds(gtfs, encoding=encoding, on_progress=tell))
    write(out, text)
    typer.echo(f"Wrote {out}. Hold, storage and minutes in it are guesses: look through them.")
