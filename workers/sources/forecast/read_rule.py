"""Reads `passengers:` of an offer in freight.yaml."""

from collections.abc import Sequence
from fractions import Fraction

from contracts.trip import Compartment
from workers.sources.forecast.rule import PassengerRule, PerPassenger
from workers.sources.freight.yaml_value import YamlValue

_LEVEL_PARTS = 10_000
_DEFAULT_LEVEL = Fraction(95, 100)
_UNITS = {
    "volume_l": ("volume_ml", 1_000_000, "thousandths of a millilitre"),
    "weight_kg": ("weight_g", 1_000_000, "thousandths of a gram"),
    "pieces": ("pieces", 1_000, "thousandths of a piece"),
}
"""Key -> the dimension, and how many thousandths of its wire unit one is."""


def read_passengers(value: YamlValue | None, compartments: Sequence[Compartment]) -> PassengerRule | None:
    """The rule of an offer with these compartments; None = nothing is kept free. Raises InputError."""
    if value is None or value.is_null:
        return None
    table = value.table(
        ("forecast", "service_level", "stretches", "assumed", "per_passenger"), required=("forecast", "per_passenger")
    )
    level = table.get("service_level")
    stretches = table.get("stretches")
    return PassengerRule(
        line=(level or value).line,
        field=(level or value).path,
        forecast=table["forecast"].text(),
        service_level=_DEFAULT_LEVEL if level is None else _level(level),
        together=stretches is not None and stretches.choice(("any", "together")) == "together",
        assumed="assumed" not in table or table["assumed"].flag(),
        per_passenger=_per_passenger(table["per_passenger"], compartments),
    )


def _level(value: YamlValue) -> Fraction:
    level = Fraction(value.quantity(_LEVEL_PARTS, "ten-thousandths"), _LEVEL_PARTS)
    if not 0 < level <= 1:
        raise value.error(f"{value.text()} is no probability such as 0.95.")
    return level


def _per_passenger(value: YamlValue, compartments: Sequence[Compartment]) -> dict[str, PerPassenger]:
    offered = {compartment.name: compartment for compartment in compartments}
    taken: dict[str, PerPassenger] = {}
    for name, sizes in value.entries().items():
        if name not in offered:
            raise sizes.error(f"the offer has no compartment {name!r}; it has {', '.join(offered) or 'none'}.")
        taken[name] = _sizes(sizes, offered[name])
    if not taken:
        raise value.error("names no compartment.")
    return taken


def _sizes(value: YamlValue, compartment: Compartment) -> PerPassenger:
    table = value.table(tuple(_UNITS))
    if not table:
        raise value.error(f"says nothing; name {', '.join(_UNITS)}, one or several.")
    sizes: dict[str, int] = {}
    for key, amount in table.items():
        dimension, thousandths, unit = _UNITS[key]
        if getattr(compartment, dimension) is None:
            raise amount.error(f"{compartment.name!r} has no limit of {key}, so there is nothing to keep free.")
        sizes[dimension] = amount.quantity(thousandths, unit)
    return PerPassenger(**sizes)
