"""A Czech region's busiest day: 29 agencies, 8,696 trips, every coordinate 0,0."""

from pathlib import Path

import pytest

from contracts.plan import PlanCertified
from contracts.stop import StopPublished
from contracts.trip import TripPublished
from tests.end_to_end.commands import PlanFolder, done, planned
from tests.end_to_end.report_shape import check_files

pytestmark = pytest.mark.slow

PARCELS = 300


@pytest.fixture(scope="module")
def region(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> PlanFolder:
    return planned(shared_data / "kodis/gtfs.zip", tmp_path_factory.mktemp("kodis"), date="2018-10-19", count=PARCELS)


def test_all_its_trips_but_the_four_that_go_back_in_time_are_published(region: PlanFolder) -> None:
    trips = region.bodies(TripPublished)
    assert len(trips) == 8_692
    assert len({trip.operator_id for trip in trips}) > 20
    (back_in_time,) = [found for found in region.report["warnings"] if found["code"] == "BACK_IN_TIME"]
    assert (back_in_time["file"], back_in_time["count"]) == ("stop_times.txt", 4)


def test_no_place_has_coordinates_and_no_call_a_distance(region: PlanFolder) -> None:
    assert {(stop.lat, stop.lon) for stop in region.bodies(StopPublished)} == {(None, None)}


def test_every_parcel_is_decided_and_most_travel(region: PlanFolder) -> None:
    assert region.report["parcels"] == PARCELS
    assert region.report["matched"] >= 0.9 * PARCELS
    assert len(region.bodies(PlanCertified)) == 1


def test_the_files_are_those_of_the_contract_and_verify_finds_nothing(region: PlanFolder) -> None:
    check_files(region)
    assert done("verify", region.path).out == f"no violation in {PARCELS} decisions\n"
