"""`plan` on real timetables, with `parcel_stops: all` and sampled parcels: seconds per stage, peak memory."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.benchmarks.figure import Figure
from tests.benchmarks.program import Measured, ridealong
from tests.benchmarks.shared_data import real_feed
from workers.sources.day import Inputs, load_inputs
from workers.sources.publication.stamp import numbered_ids

SEED = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A service date of a real feed, how many parcels it gets, and what planning it may take."""

    name: str
    feed: str
    date: str
    parcels: int
    goal_s: float
    goal_mib: float | None = None
    encoding: str | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """How a command is told to read the feed."""
        return () if self.encoding is None else ("--encoding", self.encoding)


NORD_TRONDELAG = Day("Nord-Trøndelag", "nord-trondelag", "2019-01-02", 500, goal_s=15, encoding="latin-1")
KODIS = Day("KODIS", "kodis/gtfs.zip", "2018-10-19", 2_000, goal_s=60, goal_mib=1_536)


def figures(day: Day) -> Iterator[Figure]:
    """Plan the day once, from files to files. Raises Skipped where the feed is absent."""
    feed = real_feed(day.feed)
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan"
        measured = ridealong("plan", *inputs(day, feed, Path(folder)), "--seed", SEED, "--out", plan)
        verified = ridealong("verify", plan)
        report = json.loads((plan / "report.json").read_text(encoding="utf-8"))
    yield from _of_plan(day, measured, report["seconds"])
    yield Figure(f"{day.name}: verify", verified.seconds, "s")
    yield Figure(f"{day.name}: matched", report["matched"], f"of {day.parcels:,} parcels")


def inputs(day: Day, feed: Path, folder: Path) -> list[object]:
    """The options of a `plan` of that day: proposed freight.yaml, every stop open to parcels, sampled parcels."""
    freight, parcels = folder / "freight.yaml", folder / "parcels.csv"
    ridealong("init", "freight", "--gtfs", feed, *day.options, "--out", freight)
    proposed = freight.read_text(encoding="utf-8")
    opened = proposed.replace("parcel_stops: hubs", "parcel_stops: all")
    if opened == proposed:
        raise RuntimeError("init freight no longer proposes `parcel_stops: hubs`")
    freight.write_text(opened, encoding="utf-8")
    common = ["--gtfs", feed, *day.options, "--freight", freight, "--date", day.date]
    ridealong("sample-parcels", *common, "--count", day.parcels, "--seed", SEED, "--out", parcels)
    return [*common, "--parcels", parcels]


def load_day(day: Day, feed: Path) -> Inputs:
    """The same inputs as events."""
    with tempfile.TemporaryDirectory() as folder:
        inputs(day, feed, Path(folder))
        return load_inputs(
            [str(feed)],
            Path(folder) / "freight.yaml",
            encoding=day.encoding,
            first_date=date.fromisoformat(day.date),
            days=1,
            parcels_path=Path(folder) / "parcels.csv",
            now=None,
            new_id=numbered_ids("bench"),
        )


def _of_plan(day: Day, measured: Measured, seconds: dict[str, float]) -> Iterator[Figure]:
    written = seconds["total"] - seconds["import"] - seconds["decide"]
    yield Figure(f"{day.name}: import", seconds["import"], "s")
    yield Figure(f"{day.name}: decide", seconds["decide"], "s")
    yield Figure(f"{day.name}: check and write", written, "s")
    yield Figure(f"{day.name}: plan, start to end", measured.seconds, "s", day.goal_s)
    yield Figure(f"{day.name}: plan, peak memory", measured.peak_rss_mib, "MiB", day.goal_mib)
