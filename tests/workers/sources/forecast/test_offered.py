from pathlib import Path

from tests.workers.sources.forecast.forecasts import findings, freight, left, published
from tests.workers.sources.freight.small_area import MINIMAL, area_of
from tests.workers.sources.gtfs.small_feed import MONDAY
from tests.workers.sources.publication.published import publish
from tests.workers.sources.publication.published import published as published_without


def test_what_is_offered_is_what_passengers_leave(tmp_path: Path) -> None:
    everything = published(tmp_path, "p50,p95\n2,3\n")

    assert left(everything) == [70_000] * 3
    assert left(everything, dimension="weight_g") == [60_000] * 3
    assert everything.findings == []


def test_only_the_dimensions_that_passengers_take_are_overridden(tmp_path: Path) -> None:
    (hold,) = published(tmp_path, "p95\n3\n").trips["out@2026-11-23"].compartments

    assert hold.volume_ml == 100_000
    assert [each.model_dump() for each in hold.segments] == [{"from_call": 0, "to_call": 3, "volume_ml": 70_000}]


def test_neighbouring_segments_with_the_same_load_are_one_override(tmp_path: Path) -> None:
    forecast = "from_stop_id,to_stop_id,p95,p100\nV,P,1,3\n,,1,5\n"
    (hold,) = published(tmp_path, forecast).trips["out@2026-11-23"].compartments

    assert [(each.from_call, each.to_call, each.volume_ml) for each in hold.segments] == [
        (0, 2, 70_000),
        (2, 3, 50_000),
    ]


def test_nobody_expected_leaves_the_offer_as_it_is(tmp_path: Path) -> None:
    (hold,) = published(tmp_path, "p95\n0\n").trips["out@2026-11-23"].compartments

    assert hold.segments == ()


def test_an_offer_without_passengers_is_published_as_before(tmp_path: Path) -> None:
    (hold,) = published_without(tmp_path, MINIMAL).trips["out@2026-11-23"].compartments

    assert hold.segments == ()


def test_capacity_is_never_below_nothing_and_a_finding_says_where_passengers_take_all(tmp_path: Path) -> None:
    everything = published(tmp_path, "from_stop_id,p95,p99\nS,4,40\n,4,5\n")

    assert left(everything) == [50_000, 0, 50_000]
    assert findings(everything) == {
        "RESERVE_TAKES_ALL": "out on 2026-11-23, Smiltene to Palsmane: passengers may need all of 'hold', "
        "so nothing is offered there"
    }


def test_where_the_forecast_is_silent_nothing_is_offered_and_a_finding_says_so(tmp_path: Path) -> None:
    everything = published(tmp_path, "from_stop_id,to_stop_id,p95\nV,S,2\nA,V,1\n")

    assert left(everything) == [80_000, 0, 0]
    assert left(everything, "back") == [90_000]
    assert findings(everything) == {
        "NO_FORECAST": "out on 2026-11-23, Smiltene to Palsmane: no row speaks of it, so nothing is offered there"
    }


def test_each_stretch_of_a_trip_is_reserved_for_the_trips_promise(tmp_path: Path) -> None:
    forecast = "from_stop_id,p95,p97.5,p98,p99\nS,2,3,4,5\n,1,2,3,4\n"
    everything = published(tmp_path, forecast)

    assert left(everything) == [80_000, 70_000, 80_000]  # two stretches: 97.5 % each
    assert left(everything, "back") == [90_000]  # one stretch: 95 %


def test_stretches_that_are_full_together_need_no_more_than_the_level(tmp_path: Path) -> None:
    forecast = "from_stop_id,p95,p99\nS,2,5\n,1,4\n"

    assert left(published(tmp_path, forecast, stretches="together")) == [90_000, 80_000, 90_000]


def test_a_forecast_too_coarse_for_the_promise_offers_nothing_and_a_finding_says_what_to_do(tmp_path: Path) -> None:
    everything = published(tmp_path, "from_stop_id,p50,p95\nS,1,2\n,1,2\n")

    assert left(everything) == [0, 0, 0]
    assert left(everything, "back") == [80_000]
    assert findings(everything) == {
        "FORECAST_TOO_COARSE": "out on 2026-11-23, Valmiera to Smiltene: to promise 95 % for the whole trip each of its "
        "stretches needs the load at 97.5 %, above p95, so nothing is offered there; "
        "add p100, speak of the trip in fewer rows, or say stretches: together"
    }


def test_capacity_is_called_assumed_as_long_as_what_passengers_bring_is(tmp_path: Path) -> None:
    (tmp_path / "passengers.csv").write_text("p95\n2\n", encoding="utf-8")
    measured_hold = freight().replace("- assumed: true", "- assumed: false")
    all_measured = freight(assumed="false").replace("- assumed: true", "- assumed: false")
    said = [
        publish(area_of(tmp_path, text), MONDAY).trips["out@2026-11-23"].capacity_assumed
        for text in (freight(assumed="false"), measured_hold, all_measured)
    ]

    assert said == [True, True, False]
