"""`ridealong projector`: the role that keeps the read model in Redis up to date."""

from workers.surfaces.cli.options import HealthPortOption, SettingsOption
from workers.surfaces.cli.role import run_role


def projector(*, health_port: HealthPortOption = None, settings: SettingsOption = None) -> None:
    """Keep the read model in Redis up to date; several do no harm. Needs Kafka and Redis in the settings."""
    run_role("projector", settings, {"health_port": health_port})
