"""What tests of every folder share."""

from pathlib import Path

import pytest

from tests.servers.fixtures import kafka, own_kafka, own_redis, redis_server, unique
from workers.matching.machine_code import drop_outdated
from workers.telemetry import configure_logging

__all__ = ["kafka", "own_kafka", "own_redis", "redis_server", "unique"]

_REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real timetables and instances beside the repository; the test is skipped without it."""
    folder = _REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("shared data absent: there is no ../shared/data")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _new_machine_code() -> None:
    """Many tests call the matcher without a worker around it."""
    drop_outdated()


@pytest.fixture(autouse=True)
def _logging_to_stderr() -> None:
    """A command sets up logging for its process; the next test begins as every process does."""
    configure_logging("info")
