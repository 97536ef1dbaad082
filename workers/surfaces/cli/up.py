"""`ridealong up`: run the embedded service on a data directory."""

from pathlib import Path
from typing import Annotated

import typer

from workers.compose import serve
from workers.service.who_runs import WhoRuns
from workers.settings import load_settings
from workers.telemetry import configure_logging


def up(
    *,
    data_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where everything is kept. Default: ridealong-data.", file_okay=False),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="How many workers share the partitions. Default: 2.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="P", help="Where the gateway listens, on localhost. Default: 8460.")
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="A TOML file with more settings.", dir_okay=False)
    ] = None,
) -> None:
    """Run the service: it takes events at any moment, decides, and keeps everything in one folder."""
    in_force = load_settings({"data_dir": data_dir, "workers": workers, "port": port}, settings)
    configure_logging(in_force.log_level)

    def say(who: WhoRuns) -> None:
        typer.echo(
            f"Ridealong runs on {in_force.data_dir}: {who.workers} worker{'s' if who.workers > 1 else ''}, "
            f"health at {who.url}/readyz, figures at {who.url}/metrics. Ctrl-C ends it."
        )

    serve(in_force, say)
    typer.echo("Ridealong has stopped; everything decided is kept.")
