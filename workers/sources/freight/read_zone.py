"""Zones of freight.yaml: which powertrains may load and unload there, when, from when on, and who is exempt."""

from contracts.windows import Windows
from contracts.zone import Powertrain
from workers.sources.freight.model import Named, ZoneRule
from workers.sources.freight.opening import weekly_windows
from workers.sources.freight.read_ids import read_named
from workers.sources.freight.yaml_value import YamlValue


def read_zones(values: list[YamlValue]) -> tuple[ZoneRule, ...]:
    """`zones:`. Raises InputError."""
    zones: list[ZoneRule] = []
    for value in values:
        zone = _zone(value)
        if any(known.zone_id == zone.zone_id for known in zones):
            raise value.error(f"{zone.zone_id!r} is given twice.")
        zones.append(zone)
    return tuple(zones)


def _zone(value: YamlValue) -> ZoneRule:
    table = value.table(
        ("zone_id", "name", "stops", "powertrains", "windows", "from", "exempt"), required=("zone_id", "stops")
    )
    zone_id = table["zone_id"].id()
    powertrains = table.get("powertrains")
    return ZoneRule(
        zone_id=zone_id,
        name=table["name"].text() if "name" in table else zone_id,
        line=value.line,
        stops=tuple(read_named(stop) for stop in table["stops"].items()),
        powertrains=None if powertrains is None or powertrains.is_null else _powertrains(powertrains),
        windows=_windows(table.get("windows")),
        holds_from=table["from"].calendar_date() if "from" in table else None,
        exempt_agencies=_agencies(table["exempt"]) if "exempt" in table else (),
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


def _agencies(value: YamlValue) -> tuple[Named, ...]:
    listed = tuple(read_named(item) for item in value.one_or_more())
    if not listed:
        raise value.error("names no agency; leave it out to exempt none.")
    return listed
