"""Where the real timetables are."""

from pathlib import Path

from tests.benchmarks.figure import Skipped

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


def real_feed(path: str) -> Path:
    """A feed in ../shared/data. Raises Skipped where that is absent."""
    feed = _FOLDER / path
    if not feed.exists():
        raise Skipped(f"there is no ../shared/data/{path}")
    return feed
