"""How big sampled parcels are: many shoe boxes, a few bulky ones. Nobody has measured these figures."""

from dataclasses import dataclass
from math import exp
from random import Random

_MEDIAN_VOLUME_L = 12.0
_VOLUME_SPREAD = 0.9
_SMALLEST_L, _LARGEST_L = 0.5, 150.0
_MEDIAN_KG_PER_L = 0.2
_DENSITY_SPREAD = 0.5
_LARGEST_KG = 30.0
_LARGEST_SIDE_CM = 110.0
_SEVERAL_PIECES = 0.08


@dataclass(frozen=True, slots=True)
class Size:
    """Volume in half litres, weight in tenths of a kilogram, longest side in centimetres, on the wire's units."""

    volume_ml: int
    weight_g: int
    longest_side_mm: int
    pieces: int


def sample_size(random: Random) -> Size:
    """Log-normal volume and density, cut at both ends."""
    litres = min(max(_log_normal(random, _MEDIAN_VOLUME_L, _VOLUME_SPREAD), _SMALLEST_L), _LARGEST_L)
    kilograms = min(litres * _log_normal(random, _MEDIAN_KG_PER_L, _DENSITY_SPREAD), _LARGEST_KG)
    cube_side_cm = 10 * litres ** (1 / 3)
    side_cm = min(cube_side_cm * random.uniform(1.1, 2.2), _LARGEST_SIDE_CM)
    return Size(
        volume_ml=500 * max(1, round(2 * litres)),
        weight_g=100 * max(1, round(10 * kilograms)),
        longest_side_mm=10 * max(1, round(side_cm)),
        pieces=random.randint(2, 3) if random.random() < _SEVERAL_PIECES else 1,
    )


def _log_normal(random: Random, median: float, spread: float) -> float:
    return median * exp(random.gauss(0, spread))
