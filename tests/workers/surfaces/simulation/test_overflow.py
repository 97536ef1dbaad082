from datetime import date
from pathlib import Path

import pytest
from numpy.random import default_rng

from tests.workers.sources.forecast.forecasts import forecast_area
from tests.workers.sources.freight.small_area import MINIMAL, area_of, freight_file
from tests.workers.sources.publication.published import publish
from tests.workers.surfaces.simulation.simulated import (
    ONE_STRETCH,
    THREE_STRETCHES,
    TIMES,
    judged,
    simulated,
    trip,
    without_reserve,
)
from workers.errors import InputError
from workers.sources.freight.bind import bind
from workers.sources.freight.propose import propose_freight
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import read_feed
from workers.surfaces.report.facts import read_facts
from workers.surfaces.simulation.draw import Dice
from workers.surfaces.simulation.overflow import simulate


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("forecast", [ONE_STRETCH, THREE_STRETCHES])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_overflow_is_within_the_promise_on_20000_trips_however_stretches_hang_together(
    tmp_path: Path, forecast: str, level: float, correlation: float
) -> None:
    overflow = simulated(tmp_path, forecast, correlation=correlation, service_level=level)

    assert overflow.simulated == 20_000
    assert overflow.promised == pytest.approx(1 - level)
    assert overflow.tolerance < 0.01
    assert overflow.within
    for each in overflow.trips:
        assert each.sold_out / TIMES <= 1 - level + 0.01


@pytest.mark.parametrize("seed", range(8))
def test_random_forecasts_keep_their_promise_at_random_levels(tmp_path: Path, seed: int) -> None:
    random = default_rng(seed)
    level = random.choice([0.5, 0.7, 0.85, 0.95, 0.99])
    columns = ("p50", "p80", "p90", "p95", "p98", "p99", "p99.9", "p100")
    rows = [
        ",".join([stop, *map(str, sorted(random.integers(0, 12, len(columns)).tolist()))])
        for stop in ("V", "S", "P", "")
    ]
    forecast = "\n".join((",".join(("from_stop_id", *columns)), *rows, ""))
    overflow = simulated(tmp_path, forecast, correlation=float(random.random()), service_level=level)

    assert overflow.within


@pytest.mark.parametrize("correlation", [0.0, 0.8, 1.0])
def test_the_promise_holds_for_the_busiest_day_of_a_real_region(
    tmp_path: Path, shared_data: Path, correlation: float
) -> None:
    feed = read_feed(shared_data / "nord-trondelag", encoding="latin-1")
    text = propose_freight({None: feed}).replace(
        "longest_side_cm: 120}]\n",
        "longest_side_cm: 120}]\n    passengers: {forecast: passengers.csv, per_passenger: {hold: {volume_l: 16}}}\n",
    )
    (tmp_path / "passengers.csv").write_text("hours,p50,p95,p99\n,9,22,29\n6-9,15,30,39\n", encoding="utf-8")
    area = bind(read_freight(freight_file(tmp_path, text)), {None: feed})
    facts = read_facts(publish(area, date(2019, 1, 2)).events, [])
    overflow = simulate(area, facts, Dice(default_rng(1), correlation), times=100)

    assert overflow.simulated == 83_200
    assert overflow.within
    assert overflow.sold_out == pytest.approx(0.05, abs=overflow.tolerance)  # p95 is in the forecast: no room to spare


def test_what_is_promised_is_used_up_where_a_quantile_is_just_the_level(tmp_path: Path) -> None:
    overflow = simulated(tmp_path, ONE_STRETCH)

    assert overflow.sold_out == pytest.approx(0.05, abs=overflow.tolerance)
    assert overflow.planned == 0


def test_between_two_levels_the_promise_is_kept_with_room_to_spare(tmp_path: Path) -> None:
    overflow = simulated(tmp_path, "p80,p95\n3,5\n", service_level=0.85)

    assert overflow.promised == pytest.approx(0.15)
    assert overflow.sold_out == pytest.approx(0.05, abs=overflow.tolerance)


def test_stretches_said_to_be_full_together_break_the_promise_when_they_are_not(tmp_path: Path) -> None:
    together = simulated(tmp_path, THREE_STRETCHES, correlation=1, stretches="together")
    alone = simulated(tmp_path, THREE_STRETCHES, correlation=0, stretches="together")

    assert together.within
    assert not alone.within
    assert trip(alone, "out").sold_out / TIMES == pytest.approx(1 - 0.95**3, abs=0.01)
    assert alone.worst == trip(alone, "out")


def test_without_a_reserve_there_is_no_keeping_the_promise(tmp_path: Path) -> None:
    area = forecast_area(tmp_path, ONE_STRETCH)

    assert judged(area).within
    assert not judged(area, without_reserve(area)).within


def test_a_segment_of_which_nothing_is_known_overflows_whenever_something_is_offered_there(tmp_path: Path) -> None:
    area = forecast_area(tmp_path, "from_stop_id,to_stop_id,p95\nV,S,2\n")

    assert trip(judged(area), "back").sold_out == 0  # nothing is offered
    assert trip(judged(area, without_reserve(area)), "back").sold_out == TIMES


def test_the_same_seed_finds_the_same(tmp_path: Path) -> None:
    assert simulated(tmp_path, THREE_STRETCHES, seed=7) == simulated(tmp_path, THREE_STRETCHES, seed=7)
    assert simulated(tmp_path, THREE_STRETCHES, seed=7) != simulated(tmp_path, THREE_STRETCHES, seed=8)


def test_without_passengers_in_any_offer_there_is_nothing_to_test(tmp_path: Path) -> None:
    area = area_of(tmp_path, MINIMAL)

    with pytest.raises(InputError, match="none of the plan's trips has an offer with `passengers:`"):
        judged(area)
