from pathlib import Path

import pytest

from tests.workers.sources.forecast.forecasts import forecast_area, freight, lines
from tests.workers.sources.freight.small_area import area_of
from tests.workers.sources.gtfs.small_feed import stop_times
from workers.errors import InputError


def test_a_row_that_names_nothing_is_about_every_segment(tmp_path: Path) -> None:
    area = forecast_area(tmp_path, "p95\n20\n")

    assert lines(area) == [2, 2, 2]
    assert lines(area, "back") == [2]


def test_the_most_specific_row_wins(tmp_path: Path) -> None:
    forecast = "route_id,trip_id,from_stop_id,hours,days,p95\n,,,,Mo,1\n,,,7,,2\nV12,,,,,3\n,,S,,,4\n,out,P,,,5\n"

    assert lines(forecast_area(tmp_path, forecast)) == [4, 5, 6]


def test_of_equally_specific_rows_the_first_wins(tmp_path: Path) -> None:
    forecast = "hours,p95\n6-9,1\n7-10,2\n"

    assert lines(forecast_area(tmp_path, forecast)) == [2, 2, 2]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("V,P", [2, 2, None]), ("S,A", [None, 2, 2]), ("S,", [None, 2, None]), ("P,S", [None, None, None])],
)
def test_a_stretch_runs_from_a_stop_to_a_later_one(tmp_path: Path, ends: str, expected: list[int | None]) -> None:
    assert lines(forecast_area(tmp_path, f"from_stop_id,to_stop_id,p95\n{ends},20\n")) == expected


def test_a_stretch_is_found_on_each_round_of_a_trip(tmp_path: Path) -> None:
    calls = [f"out,0{hour}:00:00,0{hour}:00:00,{stop},{hour}" for hour, stop in enumerate("VSPVSA", start=1)]
    area = forecast_area(tmp_path, "from_stop_id,to_stop_id,p95\nV,P,20\n", stop_times(*calls))

    assert lines(area) == [2, 2, None, None, None]
    one_way = forecast_area(tmp_path, "from_stop_id,to_stop_id,p95\nV,S,20\n", stop_times(*calls))
    assert lines(one_way) == [2, None, None, 2, None]


@pytest.mark.parametrize(("hours", "expected"), [("7", 2), ("6-8", 2), ("6-7", None), ("8-10", None)])
def test_hours_are_those_in_which_the_trip_leaves_its_first_stop(
    tmp_path: Path, hours: str, expected: int | None
) -> None:
    assert lines(forecast_area(tmp_path, f"hours,p95\n{hours},20\n")) == [expected] * 3


def test_days_are_those_of_the_service_date(tmp_path: Path) -> None:
    area = forecast_area(tmp_path, "days,p95\nMo-We,20\nTh-Fr,5\n")

    assert [lines(area, day=day)[0] for day in range(5)] == [2, 2, 2, 3, 3]


def test_trips_may_be_named_by_a_glob(tmp_path: Path) -> None:
    area = forecast_area(tmp_path, "trip_id,p95\no*,20\n")

    assert lines(area) == [2, 2, 2]
    assert lines(area, "back") == [None]


@pytest.mark.parametrize(
    ("forecast", "sentence"),
    [
        ("route_id,p95\nV13,20\n", ":2: route_id: the feed has no route 'V13'"),
        ("trip_id,p95\nlate,20\n", ":2: trip_id: the feed has no trip 'late'"),
        ("trip_id,p95\nx*,20\n", ":2: trip_id: no trip_id of the feed is like 'x*'."),
        ("from_stop_id,p95\nV,1\nX,20\n", ":3: from_stop_id: the feed has no stop 'X'"),
    ],
)
def test_what_no_feed_has_is_named_with_its_line_and_column(tmp_path: Path, forecast: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        forecast_area(tmp_path, forecast)
    assert str(caught.value).startswith(f"{tmp_path / 'passengers.csv'}{sentence}")


def test_a_level_above_the_highest_quantile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        forecast_area(tmp_path, "p50,p95\n8,20\n", service_level=0.96)
    assert "freight.yaml:" in str(caught.value)
    assert "passengers.service_level: 0.96 is above p95, the highest quantile of" in str(caught.value)


def test_a_forecast_is_looked_for_beside_the_file_that_names_it(tmp_path: Path) -> None:
    text = freight(forecast="next_year.csv")
    with pytest.raises(InputError, match=r"next_year\.csv: cannot be read"):
        area_of(tmp_path, text)
    (tmp_path / "next_year.csv").write_text("p95\n20\n", encoding="utf-8")
    assert lines(area_of(tmp_path, text)) == [2, 2, 2]
