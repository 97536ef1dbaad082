"""`ridealong gateway`: the role that the outside world talks to."""

from typing import Annotated

import typer

from workers.surfaces.cli.options import SettingsOption
from workers.surfaces.cli.role import run_role


def gateway(
    *,
    port: Annotated[int | None, typer.Option(metavar="P", help="Where it listens. Default: 8460.")] = None,
    settings: SettingsOption = None,
) -> None:
    """Answer for the health and the figures of the whole system. Needs Kafka and Redis in the settings."""
    run_role("gateway", settings, {"port": port})
