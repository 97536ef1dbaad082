"""What the commands of the roles share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from workers.compose import Role, serve_roles
from workers.settings import load_settings
from workers.telemetry import configure_logging


def run_role(role: Role, file: Path | None, given: Mapping[str, Any]) -> None:
    """Run a role by the settings until it is told to stop."""
    settings = load_settings(given, file)
    configure_logging(settings.log_level)

    def say(url: str) -> None:
        typer.echo(f"The {role} runs on {settings.where}, health at {url}/readyz. Ctrl-C ends it.")

    serve_roles(settings, [role], settings.port if role == "gateway" else settings.health_port, say)
    typer.echo(f"The {role} has stopped.")
