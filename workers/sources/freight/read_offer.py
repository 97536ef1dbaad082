"""Offers of freight.yaml: which trips they match and what those offer."""

from contracts.trip import Compartment
from contracts.zone import Powertrain
from workers.sources.forecast.read_rule import read_passengers
from workers.sources.freight.model import Match, Named, Offer
from workers.sources.freight.read_goods import read_danger_budgets
from workers.sources.freight.read_ids import read_handling_classes, read_named
from workers.sources.freight.yaml_value import YamlValue, limit


def read_offer(value: YamlValue, default_classes: tuple[str, ...]) -> Offer:
    """One entry of `offers:`. Raises InputError."""
    table = value.table(
        ("match", "powertrain", "on_request", "assumed", "compartments", "passengers", "danger_budgets"),
        required=("compartments",),
    )
    powertrain = table.get("powertrain")
    compartments = _compartments(table["compartments"], default_classes)
    return Offer(
        line=value.line,
        match=_match(table.get("match")),
        powertrain=Powertrain(powertrain.choice(tuple(Powertrain))) if powertrain is not None else Powertrain.UNKNOWN,
        on_request="on_request" in table and table["on_request"].flag(),
        assumed="assumed" in table and table["assumed"].flag(),
        compartments=compartments,
        passengers=read_passengers(table.get("passengers"), compartments),
        danger_budgets=read_danger_budgets(table.get("danger_budgets")),
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
        volume_ml=limit(table.get("volume_l"), 1000, "millilitres"),
        weight_g=limit(table.get("weight_kg"), 1000, "grams"),
        pieces=limit(table.get("pieces"), 1, "pieces"),
        longest_side_mm=limit(table.get("longest_side_cm"), 10, "millimetres"),
        handling_classes=read_handling_classes(table.get("handling_classes")) or default_classes,
    )
