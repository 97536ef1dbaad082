"""Offers of freight.yaml: which trips they match and what those offer."""

from contracts.trip import Compartment
from contracts.zone import Powertrain
from workers.sources.freight.model import Match, Named, Offer
from workers.sources.freight.read_ids import read_handling_classes, read_named
from workers.sources.freight.yaml_value import YamlValue


def read_offer(value: YamlValue, default_classes: tuple[str, ...]) -> Offer:
    """One entry of `offers:`. Raises InputError."""
    table = value.table(("match", "powertrain", "on_request", "assumed", "compartments"), required=("compartments",))
    powertrain = table.get("powertrain")
    return Offer(
        line=value.line,
        match=_match(table.get("match")),
        powertrain=Powertrain(powertrain.choice(tuple(Powertrain))) if powertrain is not None else Powertrain.UNKNOWN,
        on_request="on_request" in table and table["on_request"].flag(),
        assumed="assumed" in table and table["assumed"].flag(),
        compartments=_compartments(table["compartments"], default_classes),
    )


def _match(value: YamlValue | None) -> Match:
    if value is None or value.is_null:
        return Match()
    table = value.table(("feed", "agency_id", "route_id", "route_type", "trip_id"))
    return Match(
        feed=read_named(table["feed"]) if "feed" in table else None,
        agency_ids=_names(table.get("agency_id")),
        route_ids=_names(table.get("route_id")),
        route_types=frozenset(item.quantity(1, "route types") for item in _several(table.get("route_type"))),
        trip_globs=_names(table.get("trip_id")),
    )


def _names(value: YamlValue | None) -> tuple[Named, ...]:
    return tuple(read_named(item) for item in _several(value))


def _several(value: YamlValue | None) -> list[YamlValue]:
    """The values of one condition. An empty list would silently match everything, so it is an error."""
    if value is None:
        return []
    listed = value.one_or_more()
    if not listed:
        raise value.error("is an empty list; leave it out to match any.")
    return listed


def _compartments(value: YamlValue, default_classes: tuple[str, ...]) -> tuple[Compartment, ...]:
    compartments: list[Compartment] = []
    for item in value.items():
        compartment = _compartment(item, default_classes)
        if any(known.name == compartment.name for known in compartments):
            raise item.error(f"there are two compartments named {compartment.name!r}.")
        compartments.append(compartment)
    return tuple(compartments)


def _compartment(value: YamlValue, default_classes: tuple[str, ...]) -> Compartment:
    table = value.table(
        ("name", "volume_l", "weight_kg", "pieces", "longest_side_cm", "handling_classes"), required=("name",)
    )
    return Compartment(
        name=table["name"].id(),
        volume_ml=_capacity(table.get("volume_l"), 1000, "millilitres"),
        weight_g=_capacity(table.get("weight_kg"), 1000, "grams"),
        pieces=_capacity(table.get("pieces"), 1, "pieces"),
        longest_side_mm=_capacity(table.get("longest_side_cm"), 10, "millimetres"),
        handling_classes=read_handling_classes(table.get("handling_classes")) or default_classes,
    )


def _capacity(value: YamlValue | None, units_in_one: int, unit: str) -> int | None:
    """None = not limited: left out, or given as null."""
    return None if value is None or value.is_null else value.quantity(units_in_one, unit)
