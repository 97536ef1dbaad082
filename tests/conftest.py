"""What tests of every folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

_REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real timetables and instances beside the repository; the test is skipped without it."""
    folder = _REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("shared data absent: there is no ../shared/data")
    return folder


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command sets up logging for its process; the next test begins without that."""
    yield
    structlog.reset_defaults()
