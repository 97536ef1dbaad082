"""From a feed that nobody on this project made to a plan that holds, with what the commands themselves propose."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from contracts.parcel import ParcelRequested
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from tests.end_to_end.commands import PlanFolder, done, planned, refused
from tests.end_to_end.report_shape import check_files

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class RealFeed:
    """A feed, how it has to be read, the date that is planned (None = its busiest) and how many trips that has."""

    path: str
    trips: int
    date: str | None = None
    options: tuple[str, ...] = ()
    count: int = 60


HISTORY = "transcollines/history"
REAL_FEEDS = [
    RealFeed("zakroczym/gtfs.zip", 44),
    RealFeed("nord-trondelag", 832, "2019-01-02", ("--encoding", "latin-1"), 300),
    RealFeed("redding/raba.zip", 202),
    RealFeed("transcollines/transcollines-qc-ca.zip", 25),
    RealFeed("transcollines/transcollines-qc-ca-cityway.zip", 25),
    RealFeed(f"{HISTORY}/2020-07-09_3516cb4.zip", 54),
    RealFeed(f"{HISTORY}/2021-09-08_e48669d.zip", 53),
    RealFeed(f"{HISTORY}/2023-01-18_9492af9.zip", 55),
    RealFeed(f"{HISTORY}/2024-07-05_a2d5867.zip", 21),
    RealFeed(f"{HISTORY}/2025-04-08_3cdc34d.zip", 21),
    RealFeed(f"{HISTORY}/2025-05-16_57bcd76.zip", 27),
    RealFeed(f"{HISTORY}/2026-04-16_d8655f2.zip", 25),
]


@pytest.fixture(scope="module", params=REAL_FEEDS, ids=lambda feed: feed.path)
def real(request: pytest.FixtureRequest) -> RealFeed:
    found: RealFeed = request.param
    return found


@pytest.fixture(scope="module")
def plan(real: RealFeed, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> PlanFolder:
    folder = tmp_path_factory.mktemp("real")
    return planned(shared_data / real.path, folder, *real.options, date=real.date, count=real.count)


def test_every_trip_of_the_date_is_published_and_told_to_be_complete(real: RealFeed, plan: PlanFolder) -> None:
    (complete,) = plan.bodies(TimetablePublished)
    assert (complete.trips, len(plan.bodies(TripPublished))) == (real.trips, real.trips)
    assert len(plan.report["trips"]) == real.trips


def test_every_parcel_is_decided_and_most_travel(real: RealFeed, plan: PlanFolder) -> None:
    report = plan.report
    assert report["parcels"] == len(plan.bodies(ParcelRequested)) == real.count
    assert report["matched"] >= 0.8 * real.count


def test_the_files_are_those_of_the_contract(plan: PlanFolder) -> None:
    check_files(plan)


def test_verify_finds_nothing(real: RealFeed, plan: PlanFolder) -> None:
    assert done("verify", plan.path).out == f"no violation in {real.count} decisions\n"


def test_the_one_version_without_trips_is_refused_by_every_command(shared_data: Path, tmp_path: Path) -> None:
    broken = shared_data / HISTORY / "2023-05-11_6f36180.zip"
    freight, parcels, out = tmp_path / "freight.yaml", tmp_path / "parcels.csv", tmp_path / "plan"
    common = ("--gtfs", broken, "--freight", freight, "--date", "2023-05-11")
    told = f"Error: {broken}: the feed has no trips.txt\n"
    assert refused("init", "freight", "--gtfs", broken, "--out", freight) == told
    freight.write_text(
        "area: transcollines\nparcel_stops: all\noffers:\n  - compartments: [{name: hold, volume_l: 800}]\n"
    )
    assert refused("sample-parcels", *common, "--count", 1, "--out", parcels) == told
    parcels.touch()
    assert refused("plan", *common, "--parcels", parcels, "--out", out) == told
    assert not out.exists()


def test_every_version_there_is_stands_in_the_list_above_or_is_the_broken_one(shared_data: Path) -> None:
    listed = {feed.path for feed in REAL_FEEDS} | {f"{HISTORY}/2023-05-11_6f36180.zip"}
    there = {path.relative_to(shared_data).as_posix() for path in (shared_data / "transcollines").rglob("*.zip")}
    assert there <= listed


def test_a_file_that_is_not_utf_8_is_refused_with_its_line_and_the_option(shared_data: Path, tmp_path: Path) -> None:
    told = refused("init", "freight", "--gtfs", shared_data / "nord-trondelag", "--out", tmp_path / "freight.yaml")
    assert "stops.txt:" in told
    assert "--encoding" in told
