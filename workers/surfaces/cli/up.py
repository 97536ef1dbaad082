"""`ridealong up`: run the embedded service on a data directory."""

from pathlib import Path
from typing import Annotated

import typer

from workers.compose import serve
from workers.settings import load_settings
from workers.surfaces.cli.options import SettingsOption
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
    settings: SettingsOption = None,
) -> None:
    """Run the whole service: it takes events at any moment, decides, and keeps everything in one folder.

    With brokers named in the settings, and no --data-dir given, everything is on Kafka and Redis instead.
    """
    in_force = load_settings({"data_dir": data_dir, "workers": workers, "port": port}, settings)
    if data_dir is not None:
        in_force = in_force.embedded()
    configure_logging(in_force.log_level)

    def say(url: str) -> None:
        typer.echo(
            f"Ridealong runs on {in_force.where}: {in_force.workers} worker{'s' if in_force.workers > 1 else ''}, "
            f"health at {url}/readyz, figures at {url}/metrics. Ctrl-C ends it."
        )

    serve(in_force, say)
    typer.echo("Ridealong has stopped; everything decided is kept.")
