"""Reads freight.yaml. Every mistake is an InputError with the line and the field."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.area import Language
from workers.sources.freight.dated_opening import check_country
from workers.sources.freight.model import Freight, GroupedStops, Named, PlaceTerms
from workers.sources.freight.read_goods import read_goods
from workers.sources.freight.read_ids import read_named
from workers.sources.freight.read_offer import read_offer
from workers.sources.freight.read_place import read_hub, read_meeting, read_stop
from workers.sources.freight.read_terms import read_costs, read_defaults, read_tariff
from workers.sources.freight.read_zone import read_zones
from workers.sources.freight.yaml_value import YamlValue, read_yaml

_KEYS = (
    "area", "language", "time_zone", "holidays", "defaults", "same_place", "places", "parcel_stops",
    "offers", "hubs", "stops", "meetings", "goods", "zones", "costs", "tariff",
)  # fmt: skip


def read_freight(path: Path) -> Freight:
    """Read the file. Raises InputError; whether the feed has what it names is `bind`'s question."""
    root = read_yaml(path)
    table = root.table(_KEYS, required=("area", "offers"))
    defaults = read_defaults(table.get("defaults"))
    country = _country(table.get("holidays"))
    hubs = tuple(read_hub(value, country) for value in _list(table.get("hubs")))
    stops = tuple(read_stop(value, country) for value in _list(table.get("stops")))
    meetings = tuple(terms for value in _list(table.get("meetings")) for terms in read_meeting(value, country))
    return Freight(
        file=str(path),
        area=table["area"].id(),
        language=Language(table["language"].choice(tuple(Language))) if "language" in table else Language.ENGLISH,
        time_zone=_time_zone(table.get("time_zone")),
        defaults=defaults,
        same_place_m=_same_place(table.get("same_place")),
        places=_places(table.get("places")),
        parcel_stops=_parcel_stops(table.get("parcel_stops"), (*hubs, *stops, *meetings), root),
        offers=tuple(read_offer(value, defaults.handling_classes) for value in table["offers"].items()),
        hubs=hubs,
        stops=stops,
        meetings=meetings,
        goods=read_goods(table.get("goods")),
        zones=read_zones(_list(table.get("zones"))),
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


def _country(value: YamlValue | None) -> str | None:
    """Whose public holidays `PH` means."""
    if value is None or value.is_null:
        return None
    country = value.table(("country",), required=("country",))["country"]
    try:
        check_country(country.text())
    except ValueError as error:
        raise country.error(f"{error}.") from error
    return country.text()


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
    value: YamlValue | None, terms: tuple[PlaceTerms, ...], root: YamlValue
) -> Literal["hubs", "all"] | tuple[Named, ...]:
    if value is not None and not value.is_scalar:
        return tuple(read_named(stop) for stop in value.items())
    if value is not None and value.text() == "all":
        return "all"
    if value is not None and value.text() != "hubs":
        raise value.error(f"{value.text()!r} is not hubs, all or a list of stop ids.")
    if not terms:
        raise (value or root).error("parcels are taken at hubs only, but there is no hub; name one, or parcel_stops.")
    return "hubs"
