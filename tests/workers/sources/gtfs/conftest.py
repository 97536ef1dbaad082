"""Reads the small feed with a test's changes."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.workers.sources.gtfs.small_feed import Changes, write_folder
from workers.errors import InputError
from workers.sources.gtfs.feed import Feed, read_feed

Read: TypeAlias = Callable[[Changes], Feed]
Refusal: TypeAlias = Callable[[Changes], InputError]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the small feed with these changes."""
    return lambda changes: read_feed(write_folder(tmp_path / "feed", changes))


@pytest.fixture
def refusal(read: Read) -> Refusal:
    """The error with which the small feed with these changes is refused."""

    def refuse(changes: Changes) -> InputError:
        with pytest.raises(InputError) as caught:
            read(changes)
        return caught.value

    return refuse
