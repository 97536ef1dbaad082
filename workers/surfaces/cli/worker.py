"""`ridealong worker`: the deciding role of a system on Kafka and Redis."""

from typing import Annotated

import typer

from workers.surfaces.cli.options import HealthPortOption, SettingsOption
from workers.surfaces.cli.role import run_role


def worker(
    *,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, metavar="N", help="How many worker processes to run here. Default: 2."),
    ] = None,
    health_port: HealthPortOption = None,
    settings: SettingsOption = None,
) -> None:
    """Decide: share the partitions with all other workers of the system. Needs Kafka in the settings."""
    run_role("worker", settings, {"workers": workers, "health_port": health_port})
