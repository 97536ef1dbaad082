from fractions import Fraction
from pathlib import Path

import pytest

from workers.errors import InputError
from workers.sources.forecast.quantiles import Quantiles
from workers.sources.forecast.read_rows import read_rows


def written(folder: Path, text: str) -> Path:
    path = folder / "passengers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    """The error, without the name of the file."""
    with pytest.raises(InputError) as caught:
        read_rows(written(folder, text))
    return str(caught.value).removeprefix(str(folder / "passengers.csv"))


def test_a_row_says_where_when_and_how_many(tmp_path: Path) -> None:
    header = "route_id,trip_id,from_stop_id,to_stop_id,hours,days,p50,p95,p99.5\n"
    (row,) = read_rows(written(tmp_path, header + "V12,out,V,P,6-9,Mo-Fr,8,20,31\n"))

    assert (row.route_id, row.trip_id, row.from_stop_id, row.to_stop_id) == ("V12", "out", "V", "P")
    assert (row.hours, row.weekdays) == (range(6, 9), frozenset({0, 1, 2, 3, 4}))
    assert row.quantiles == Quantiles((Fraction(1, 2), Fraction(95, 100), Fraction(995, 1000)), (8, 20, 31))


def test_what_is_left_out_is_any(tmp_path: Path) -> None:
    (row,) = read_rows(written(tmp_path, "p95\n20\n"))

    assert (row.route_id, row.trip_id, row.from_stop_id, row.to_stop_id, row.hours, row.weekdays) == (None,) * 6


@pytest.mark.parametrize(
    ("days", "weekdays"), [("Sa", {5}), ("Sa-Su", {5, 6}), ("Su-Mo", {6, 0}), ("Mo-Su", set(range(7)))]
)
def test_days_may_run_over_the_end_of_the_week(tmp_path: Path, days: str, weekdays: set[int]) -> None:
    (row,) = read_rows(written(tmp_path, f"days,p95\n{days},20\n"))

    assert row.weekdays == frozenset(weekdays)


def test_columns_of_quantiles_may_stand_in_any_order(tmp_path: Path) -> None:
    (row,) = read_rows(written(tmp_path, "p99,p50\n30,8\n"))

    assert row.quantiles.loads == (8, 30)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("p50,p95\n12,11\n", ":2: p95: 11 is less than p50, which is 12."),
        ("route_id,p95\nV12,20\nV10,many\n", ":3: p95: 'many' is not a whole number of passengers."),
        ("route_id,p95\nV12,-1\n", ":2: p95: '-1' is not a whole number of passengers."),
        ("route_id,p95\nV12,2.5\n", ":2: p95: '2.5' is not a whole number of passengers."),
        ("route_id,p95\nV12,\n", ":2: p95: '' is not a whole number of passengers."),
        ("route_id\nV12\n", ":1: there is no column with a quantile, such as p95."),
        ("rout_id,p95\nV12,20\n", ":1: rout_id: there is no such column; did you mean route_id?"),
        ("route_id,p95\n", ": has no row."),
        ("route_id,p95\nV12\n", ":2: the row does not have as many cells as the header."),
        ("to_stop_id,p95\nA,20\n", ":2: to_stop_id: a stretch to somewhere begins somewhere: fill in from_stop_id too."),
        ("hours,p95\n9-6,20\n", ":2: hours: '9-6' is not an hour such as 7 or hours such as 6-9 (from 06:00 until before 09:00)."),
        ("days,p95\nMonday,20\n", ":2: days: 'Monday' is not a day such as Sa or days such as Mo-Fr."),
        ("route_id,p95\nV12,20\nV10,3\nV12,21\n", ":4: is about the same as line 2."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_column(tmp_path: Path, text: str, sentence: str) -> None:
    assert refusal(tmp_path, text) == sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"passengers\.csv: cannot be read: No such file"):
        read_rows(tmp_path / "passengers.csv")


@pytest.mark.parametrize(
    ("level", "load"), [("0.2", 8), ("0.5", 8), ("0.5001", 20), ("0.95", 20), ("0.951", 31), ("0.99", 31)]
)
def test_between_two_levels_the_higher_one_counts(level: str, load: int) -> None:
    quantiles = Quantiles((Fraction(1, 2), Fraction(95, 100), Fraction(99, 100)), (8, 20, 31))

    assert quantiles.at(Fraction(level)) == load


def test_above_the_highest_level_nothing_is_known() -> None:
    assert Quantiles((Fraction(1, 2),), (8,)).at(Fraction(51, 100)) is None
