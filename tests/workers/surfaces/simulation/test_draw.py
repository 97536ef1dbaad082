import math
from fractions import Fraction

import numpy as np
import pytest

from workers.sources.forecast.quantiles import Quantiles
from workers.surfaces.simulation.draw import Dice, load_at

TIMES = 100_000
LEVELS = tuple(Fraction(percent, 100) for percent in (50, 80, 90, 95, 99))
COACH = Quantiles(LEVELS, (8, 15, 19, 22, 31))
EMPTY = Quantiles(LEVELS, (0, 0, 0, 1, 2))
FLAT = Quantiles(LEVELS, (5, 5, 5, 5, 9))
ONE = Quantiles((Fraction(95, 100),), (20,))


def dice(seed: int = 1, correlation: float = 0.8) -> Dice:
    return Dice(np.random.default_rng(seed), correlation)


def three_sigma(level: Fraction) -> float:
    return 3 * math.sqrt(level * (1 - level) / TIMES)


@pytest.mark.parametrize("quantiles", [COACH, EMPTY, FLAT, ONE])
def test_loads_keep_to_every_quantile(quantiles: Quantiles) -> None:
    loads = dice().loads([quantiles], TIMES)[:, 0]

    assert loads.min() >= 0
    for level, load in zip(quantiles.levels, quantiles.loads, strict=True):
        assert (loads <= load).mean() >= float(level) - three_sigma(level)


def test_a_quantile_is_passed_as_often_as_its_level_allows() -> None:
    loads = dice().loads([COACH], TIMES)[:, 0]

    for level, load in zip(COACH.levels, COACH.loads, strict=True):
        assert (loads > load).mean() == pytest.approx(float(1 - level), abs=three_sigma(level))


def test_there_is_a_tail_above_the_highest_quantile_but_none_above_p100() -> None:
    full = Quantiles((*LEVELS, Fraction(1)), (*COACH.loads, 40))

    assert dice().loads([COACH], TIMES).max() > 40
    assert 31 < dice().loads([full], TIMES).max() <= 40


def test_a_day_up_to_a_level_has_at_most_its_quantile() -> None:
    days = np.array([0.0, 0.5, 0.8, 0.9, 0.95, 0.99])

    assert load_at(COACH, days).tolist() == [0, 8, 15, 19, 22, 31]
    assert load_at(COACH, days + 1e-6).tolist() == [1, 9, 16, 20, 23, 32]


@pytest.mark.parametrize(("correlation", "expected"), [(0.0, 0.0), (1.0, 1.0), (0.7, 0.49)])
def test_two_stretches_follow_the_same_day_as_often_as_the_correlation_says(
    correlation: float, expected: float
) -> None:
    loads = dice(correlation=correlation).loads([COACH, COACH], TIMES)

    one, other = loads.T
    alike = ((one - one.mean()) * (other - other.mean())).mean() / (one.std() * other.std())
    assert alike == pytest.approx(expected, abs=0.015)
    if correlation == 1:
        assert (loads[:, 0] == loads[:, 1]).all()


def test_the_same_seed_draws_the_same() -> None:
    once, again, other = (dice(seed).loads([COACH, EMPTY], 50) for seed in (1, 1, 2))

    assert (once == again).all()
    assert (once != other).any()
