"""The topics of the system that the settings name."""

from pathlib import Path

from workers.errors import InputError
from workers.settings import load_settings
from workers.telemetry import configure_logging


class Topics:
    """What both commands about topics talk to. Raises InputError unless the settings name brokers."""

    def __init__(self, file: Path | None) -> None:
        configure_logging("error")
        self._settings = load_settings({}, file)
        if not self._settings.on_kafka:
            raise InputError("topics are on Kafka: name its brokers, such as localhost:9092.", field="kafka_bootstrap")

    @property
    def where(self) -> str:
        """The system, for people."""
        return self._settings.where

    async def apply(self) -> list[str]:
        """A sentence for each thing done."""
        from workers import distributed  # noqa: PLC0415 - its libraries are loaded only where they are used

        return await distributed.apply_topics(self._settings)

    async def check(self) -> list[str]:
        """A sentence for each difference."""
        from workers import distributed  # noqa: PLC0415 - as above

        return await distributed.check_topics(self._settings)
