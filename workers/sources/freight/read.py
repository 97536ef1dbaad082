"""Reads freight.yaml. Every mistake is an InputError with the line and the field."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.stop import Hub
from contracts.windows import Windows
from contracts.zone import Powertrain
from workers.errors import InputError
from workers.sources.freight.model import Freight, GroupedStops, HubRule, Named, ZoneRule
from workers.sources.freight.opening import weekly_windows
from workers.sources.freight.read_ids import read_handling_classes, read_named
from workers.sources.freight.read_offer import read_offer
from workers.sources.freight.read_terms import read_costs, read_defaults, read_tariff
from workers.sources.freight.yaml_value import YamlValue, read_yaml

_KEYS = (
    "area", "time_zone", "defaults", "same_place", "places", "parcel_stops",
    "offers", "hubs", "zones", "costs", "tariff",
)  # fmt: skip


def read_freight(path: Path) -> Freight:
    """Read the file. Raises InputError; whether the feed has what it names is `bind`'s question."""
    root = read_yaml(path)
    table = root.table(_KEYS, required=("area", "offers"))
    defaults = read_defaults(table.get("defaults"))
    hubs = tuple(_hub(value) for value in _list(table.get("hubs")))
    zones = tuple(_zone(value) for value in _list(table.get("zones")))
    _check_unique_zones(zones, root)
    return Freight(
        file=str(path),
        area=table["area"].id(),
        time_zone=_time_zone(table.get("time_zone")),
        defaults=defaults,
        same_place_m=_same_place(table.get("same_place")),
        places=_places(table.get("places")),
        parcel_stops=_parcel_stops(table.get("parcel_stops"), hubs, root),
        offers=tuple(read_offer(value, defaults.handling_classes) for value in table["offers"].items()),
        hubs=hubs,
        zones=zones,
        costs=read_costs(table.get("costs")),
        tariff=read_tariff(table.get("tariff")),
    )


def _list(value: YamlValue | None) -> list[YamlValue]:
    return [] if value is None or value.is_null else value.items()


def _time_zone(value: YamlValue | None) -> str | None:
    if value is None:
        return None
    name = value.text()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise value.error(f"{name!r} is not a time zone of the tz database such as Europe/Riga.") from error
    return name


def _same_place(value: YamlValue | None) -> int | None:
    if value is None or value.is_null:
        return None
    table = value.table(("name_within_m",), required=("name_within_m",))
    return table["name_within_m"].quantity(1, "metres")


def _places(value: YamlValue | None) -> tuple[GroupedStops, ...]:
    if value is None or value.is_null:
        return ()
    groups = []
    for name, stops in value.entries().items():
        listed = tuple(read_named(stop) for stop in stops.items())
        if not listed:
            raise stops.error("names no stop.")
        groups.append(GroupedStops(Named(name, stops.key_line or stops.line, stops.path), listed))
    return tuple(groups)


def _parcel_stops(
    value: YamlValue | None, hubs: tuple[HubRule, ...], root: YamlValue
) -> Literal["hubs", "all"] | tuple[Named, ...]:
    if value is not None and not value.is_scalar:
        return tuple(read_named(stop) for stop in value.items())
    if value is not None and value.text() == "all":
        return "all"
    if value is not None and value.text() != "hubs":
        raise value.error(f"{value.text()!r} is not hubs, all or a list of stop ids.")
    if not hubs:
        raise (value or root).error("parcels are taken at hubs only, but there is no hub; name one, or parcel_stops.")
    return "hubs"


def _hub(value: YamlValue) -> HubRule:
    table = value.table(
        ("stop_id", "storage_l", "min_transfer_min", "open", "handling_classes"),
        required=("stop_id", "min_transfer_min"),
    )
    storage = table.get("storage_l")
    return HubRule(
        stop=read_named(table["stop_id"]),
        hub=Hub(
            storage_ml=None if storage is None or storage.is_null else storage.quantity(1000, "millilitres"),
            min_transfer_s=table["min_transfer_min"].quantity(60, "seconds"),
        ),
        open=_windows(table.get("open")),
        handling_classes=read_handling_classes(table.get("handling_classes")),
    )


def _zone(value: YamlValue) -> ZoneRule:
    table = value.table(("zone_id", "name", "stops", "powertrains", "windows"), required=("zone_id", "stops"))
    zone_id = table["zone_id"].id()
    powertrains = table.get("powertrains")
    return ZoneRule(
        zone_id=zone_id,
        name=table["name"].text() if "name" in table else zone_id,
        line=value.line,
        stops=tuple(read_named(stop) for stop in table["stops"].items()),
        powertrains=None if powertrains is None or powertrains.is_null else _powertrains(powertrains),
        windows=_windows(table.get("windows")),
    )


def _powertrains(value: YamlValue) -> tuple[Powertrain, ...]:
    listed = tuple(Powertrain(item.choice(tuple(Powertrain))) for item in value.items())
    if not listed:
        raise value.error("names no powertrain; leave it out to let in any.")
    return listed


def _windows(value: YamlValue | None) -> Windows:
    if value is None or value.is_null:
        return None
    try:
        return weekly_windows(value.text())
    except ValueError as error:
        raise value.error(f"{error}.") from error


def _check_unique_zones(zones: tuple[ZoneRule, ...], root: YamlValue) -> None:
    known: set[str] = set()
    for zone in zones:
        if zone.zone_id in known:
            raise InputError(f"{zone.zone_id!r} is given twice.", file=root.file, line=zone.line, field="zones")
        known.add(zone.zone_id)
