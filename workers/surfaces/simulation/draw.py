"""Draws how full the stretches of a trip are, so that each keeps to its quantiles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workers.sources.forecast.quantiles import Quantiles

Loads = npt.NDArray[np.int64]
"""Passengers: a row for each time a trip is drawn, a column for each of its stretches."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Dice:
    """Where chance comes from, and how the stretches of a trip hang together.

    For each trip one number between 0 and 1 says how full a day it is. Each stretch follows it with the
    probability `correlation`, and else draws a number of its own.
    """

    random: np.random.Generator
    correlation: float

    def loads(self, stretches: Sequence[Quantiles], times: int) -> Loads:
        """The loads of a trip's stretches, so many times."""
        shape = (times, len(stretches))
        day, own = self.random.random((times, 1)), self.random.random(shape)
        fullness = np.where(self.random.random(shape) < self.correlation, day, own)
        columns = [load_at(quantiles, fullness[:, index]) for index, quantiles in enumerate(stretches)]
        return np.stack(columns, axis=1) if columns else np.zeros(shape, dtype=np.int64)


def load_at(quantiles: Quantiles, fullness: npt.NDArray[np.float64]) -> Loads:
    """The load on days so full, from 0 to below 1: never more than a quantile on a day up to its level.

    Straight from nobody at 0 to the lowest level given, and from each to the next, rounded up. Above the
    highest the tail falls off exponentially, as between the last two levels given, and by no less than
    one passenger for each time the days left get fewer by a factor e; there is none above `p100`.
    """
    levels = np.array([0.0, *(float(level) for level in quantiles.levels)])
    loads = np.array([0, *quantiles.loads], dtype=np.float64)
    drawn = np.interp(fullness, levels, loads)
    if levels[-1] < 1:
        scale = max(1.0, (loads[-1] - loads[-2]) / np.log((1 - levels[-2]) / (1 - levels[-1])))
        beyond = np.maximum(fullness, levels[-1])
        drawn = drawn + scale * np.log((1 - levels[-1]) / (1 - beyond))
    return np.ceil(drawn - _ROUNDING).astype(np.int64)
