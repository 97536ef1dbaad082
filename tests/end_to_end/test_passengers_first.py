"""Passengers come first, from the forecast to the plan, and by plan no parcel makes a bus late."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from contracts.match import ParcelMatched
from contracts.reasons import UnmatchedReason
from contracts.trip import TripPublished
from contracts.unmatched import ParcelUnmatched
from tests.end_to_end.commands import PlanFolder, done, refused
from tests.workers.sources.gtfs.small_feed import write_folder

FREIGHT = """\
area: vidzeme
parcel_stops: all
defaults: {handling_s_per_parcel: 20, dwell_allowance_s: 60}
offers:
  - compartments: [{name: hold, volume_l: 100, pieces: 40}]
    passengers: {forecast: passengers.csv, service_level: 0.95, assumed: false, per_passenger: {hold: {volume_l: 10}}}
hubs: []
"""
FORECAST = "from_stop_id,to_stop_id,p50,p80,p90,p95,p99\nV,S,1,2,3,4,6\n,,0,0,1,2,3\n"
COLUMNS = "parcel_id,origin_stop_id,destination_stop_id,ready_at,due_at,volume_ml,weight_g,pieces,value_millis"
READY, DUE = "2026-11-23T05:00", "2026-11-23T23:00"


@dataclass(frozen=True)
class Region:
    """The small feed with a freight.yaml, a forecast and parcels, as files."""

    folder: Path

    def write(self, parcels: Sequence[str], freight: str = FREIGHT, forecast: str = FORECAST) -> None:
        write_folder(self.folder / "feed", {})
        for name, text in {
            "freight.yaml": freight,
            "passengers.csv": forecast,
            "parcels.csv": "\n".join((COLUMNS, *parcels, "")),
        }.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    @property
    def options(self) -> list[object]:
        return ["--gtfs", self.folder / "feed", "--freight", self.folder / "freight.yaml"]

    @property
    def day(self) -> list[object]:
        return [*self.options, "--parcels", self.folder / "parcels.csv", "--date", "2026-11-23", "--time-limit", 2]

    def plan(self) -> PlanFolder:
        done("plan", *self.day, "--out", self.folder / "plan")
        return PlanFolder(self.folder / "plan")


def parcel(name: str, origin: str, destination: str, volume_l: int = 1) -> str:
    return f"{name},{origin},{destination},{READY},{DUE},{1000 * volume_l},1000,1,20000"


def matched(plan: PlanFolder) -> set[str]:
    return {body.parcel_id for body in plan.bodies(ParcelMatched)}


def reasons(plan: PlanFolder) -> dict[str, UnmatchedReason]:
    return {body.parcel_id: body.reason for body in plan.bodies(ParcelUnmatched)}


def test_a_parcel_gets_only_the_room_that_passengers_leave(tmp_path: Path) -> None:
    """100 l; from V to S passengers may need 60 l (two stretches: 97.5 %, so p99), after that 30 l."""
    region = Region(tmp_path)
    region.write([parcel("fits", "V", "S", 40), parcel("too-large", "V", "S", 41), parcel("later", "S", "A", 70)])
    plan = region.plan()

    assert matched(plan) == {"fits", "later"}
    assert reasons(plan) == {"too-large": UnmatchedReason.TOO_LARGE}


def test_the_same_parcel_travels_when_the_operator_promises_less(tmp_path: Path) -> None:
    region = Region(tmp_path)
    parcels = [parcel("larger", "V", "S", 60)]
    region.write(parcels)
    assert matched(region.plan()) == set()
    region.write(parcels, FREIGHT.replace("0.95", "0.9"))
    assert matched(region.plan()) == {"larger"}


def test_where_a_reserve_took_everything_the_report_says_so(tmp_path: Path) -> None:
    region = Region(tmp_path)
    region.write([parcel("any", "V", "A")], forecast="trip_id,p95\nout,10\nback,1\n")
    plan = region.plan()

    assert [warning["code"] for warning in plan.report["warnings"]] == ["RESERVE_TAKES_ALL"]
    assert matched(plan) == set()


@pytest.mark.parametrize(("allowance_s", "fit"), [(60, 12), (0, 9)])
def test_by_plan_no_parcel_makes_a_bus_late(tmp_path: Path, allowance_s: int, fit: int) -> None:
    """The bus waits 180 s at S, and a parcel takes 20 s: with no allowance nine are loaded and it leaves on time."""
    region = Region(tmp_path)
    freight = FREIGHT.replace("dwell_allowance_s: 60", f"dwell_allowance_s: {allowance_s}")
    region.write([parcel(f"p{number:02}", "S", "A") for number in range(15)], freight)
    plan = region.plan()

    assert len(matched(plan)) == fit
    assert set(reasons(plan).values()) == {UnmatchedReason.CAPACITY_SOLD_OUT}
    assert busiest_call_s(plan) == 180 + allowance_s


def busiest_call_s(plan: PlanFolder) -> int:
    """The longest that parcels keep the driver at a call in between; none is longer than its dwell and allowance."""
    trips = {body.trip_key: body for body in plan.bodies(TripPublished)}
    spent: dict[tuple[str, int], int] = {}
    for match in plan.bodies(ParcelMatched):
        for leg in match.legs:
            for call in (leg.board_call, leg.alight_call):
                spent[leg.trip_key, call] = spent.get((leg.trip_key, call), 0) + 20
    limited = {at: seconds for at, seconds in spent.items() if trips[at[0]].calls[at[1]].handling_budget_s is not None}
    for (key, index), seconds in limited.items():
        call = trips[key].calls[index]
        assert call.handling_budget_s is not None
        assert seconds <= call.handling_budget_s
    return max(limited.values())


def test_a_plan_is_tried_against_drawn_passengers(tmp_path: Path) -> None:
    region = Region(tmp_path)
    region.write([parcel("fits", "V", "S", 40), parcel("later", "S", "A", 70)])
    region.plan()
    command = ["simulate", "passengers", tmp_path / "plan", *region.options, "--times", 5000, "--seed", 3]
    found = json.loads(done(*command, "--json").out)

    assert (found["trips"], found["simulated_trips"], found["promised_share"]) == (2, 10_000, 0.05)
    assert found["within_promise"]
    assert 0 < found["planned_share"] <= found["sold_out_share"] <= 0.05
    told = done(*command).out
    assert "within the promise" in told
    assert re.search(r"10,000 simulated +5\.00 % ", told)
    assert "Assumption: " in told


def test_the_curve_shows_what_each_level_serves_and_risks(tmp_path: Path) -> None:
    region = Region(tmp_path)
    region.write([parcel(f"p{number}", "V", "S", 20) for number in range(5)])
    picture = tmp_path / "curve.svg"
    command = ["simulate", "service-levels", *region.day, "--levels", "0.95,0.5", "--times", 2000]
    levels = json.loads(done(*command, "--svg", picture, "--json").out)["levels"]

    assert [(level["service_level"], level["served"]) for level in levels] == [(None, 5), (0.5, 4), (0.95, 2)]
    shares = [level["planned_share"] for level in levels]
    assert shares == sorted(shares, reverse=True)
    assert [level["within_promise"] for level in levels] == [None, True, True]
    drawn = picture.read_text(encoding="utf-8")
    assert "no reserve: 5 of 5 served; 50 %: 4 of 5 served; 95 %: 2 of 5 served" in drawn
    assert "no reserve" in done(*command).out


def test_bad_levels_and_plans_without_a_promise_are_refused(tmp_path: Path) -> None:
    region = Region(tmp_path)
    region.write([parcel("any", "V", "A")])
    assert "'0.5,2' is not a list of probabilities" in refused(
        "simulate", "service-levels", *region.day, "--levels", "0.5,2"
    )
    assert "is above p99, the highest quantile" in refused(
        "simulate", "service-levels", *region.day, "--levels", "0.999"
    )
    without = "\n".join(line for line in FREIGHT.splitlines() if "passengers" not in line)
    region.write([parcel("any", "V", "A")], without + "\n")
    region.plan()
    told = refused("simulate", "passengers", tmp_path / "plan", *region.options)
    assert "none of the plan's trips has an offer with `passengers:`" in told
