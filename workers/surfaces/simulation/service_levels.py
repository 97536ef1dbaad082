"""The same parcels planned at several service levels: what each level serves, and what it risks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from workers.errors import InputError
from workers.sources.forecast.bind import BoundPassengers, check_level
from workers.sources.freight.bind import FreightArea
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.simulation.draw import Dice
from workers.surfaces.simulation.overflow import Overflow, simulate

Plan = Callable[[FreightArea], PlanFacts]
"""Publishes and decides with an area's offers."""


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """One plan. `level` None: nothing was kept free for passengers, so nothing is promised."""

    level: Fraction | None
    served: int
    parcels: int
    value_millis: int
    """Value minus cost of what is served."""
    overflow: Overflow


def outcomes(
    area: FreightArea, levels: Sequence[Fraction], plan: Plan, dice: Callable[[], Dice], times: int
) -> list[LevelOutcome]:
    """First a plan without any reserve, then one for each level. Each is judged with the same draws.

    Raises InputError for a level that the forecast says nothing about.
    """
    areas = [at_level(area, level) for level in levels]
    bare = replace(area, offers=tuple(replace(bound, passengers=None) for bound in area.offers))
    tried = [_outcome(None, plan(bare), area, dice(), times)]
    for level, tried_area in zip(levels, areas, strict=True):
        tried.append(_outcome(level, plan(tried_area), tried_area, dice(), times))
    return tried


def at_level(area: FreightArea, level: Fraction) -> FreightArea:
    """The area with another service level in every offer that has one. Raises InputError if the forecast ends below."""

    def raised(passengers: BoundPassengers | None) -> BoundPassengers | None:
        if passengers is None:
            return None
        at = replace(passengers, rule=replace(passengers.rule, service_level=level))
        check_level(at, area.freight.file)
        return at

    return replace(area, offers=tuple(replace(bound, passengers=raised(bound.passengers)) for bound in area.offers))


def _outcome(level: Fraction | None, facts: PlanFacts, area: FreightArea, dice: Dice, times: int) -> LevelOutcome:
    value = sum(match.parcel.value_millis - match.decision.cost_millis for match in facts.matches)
    overflow = simulate(area, facts, dice, times)
    return LevelOutcome(level, len(facts.matches), len(facts.parcels), value, overflow)


def read_levels(text: str) -> list[Fraction]:
    """`0.5,0.8,0.95`, sorted, each once. Raises InputError."""
    try:
        levels = sorted({Fraction(part) for part in text.split(",")})
    except (ValueError, ZeroDivisionError):
        levels = []
    if not levels or not 0 < levels[0] <= levels[-1] <= 1:
        raise InputError(f"{text!r} is not a list of probabilities such as 0.5,0.8,0.95.", field="--levels")
    return levels
