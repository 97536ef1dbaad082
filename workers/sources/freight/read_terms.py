"""The sections of freight.yaml that are numbers with defaults: defaults, costs, tariff."""

from collections.abc import Mapping

from contracts.area import Costs, Tariff
from workers.sources.freight.model import Defaults
from workers.sources.freight.read_ids import read_handling_classes
from workers.sources.freight.yaml_value import YamlValue

_MINUTE = (60, "seconds")
_SECOND = (1, "seconds")
_EURO = (1000, "thousandths of a euro")

_DEFAULT_SECONDS = {
    "cut_off_min": (_MINUTE, 900),
    "release_min": (_MINUTE, 1800),
    "handling_s_per_parcel": (_SECOND, 20),
    "dwell_allowance_s": (_SECOND, 60),
    "notice_min": (_MINUTE, 900),
}
_DEFAULT_CLASSES = ("ambient",)
_COSTS = {
    "per_leg_eur": (_EURO, 100),
    "per_transfer_eur": (_EURO, 250),
    "per_storage_l_h_eur": (_EURO, 1),
    "change_of_plan_eur": (_EURO, 500),
}
_TARIFF = {"base_eur": (_EURO, 3500), "per_kg_eur": (_EURO, 200), "per_km_eur": (_EURO, 20)}

Terms = Mapping[str, tuple[tuple[int, str], int]]
"""Key -> (wire units in one user unit, their name), and the value in wire units when it is not given."""


def read_defaults(value: YamlValue | None) -> Defaults:
    """`defaults:`, each key with its own default."""
    table = value.table((*_DEFAULT_SECONDS, "handling_classes")) if value is not None else {}
    numbers = _numbers(table, _DEFAULT_SECONDS)
    return Defaults(
        cut_off_s=numbers["cut_off_min"],
        release_s=numbers["release_min"],
        handling_s_per_parcel=numbers["handling_s_per_parcel"],
        dwell_allowance_s=numbers["dwell_allowance_s"],
        notice_s=numbers["notice_min"],
        handling_classes=read_handling_classes(table.get("handling_classes")) or _DEFAULT_CLASSES,
    )


def read_costs(value: YamlValue | None) -> Costs:
    """`costs:`, each key with its own default."""
    numbers = _numbers(value.table(tuple(_COSTS)) if value is not None else {}, _COSTS)
    return Costs(
        leg_millis=numbers["per_leg_eur"],
        transfer_millis=numbers["per_transfer_eur"],
        storage_millis_per_l_h=numbers["per_storage_l_h_eur"],
        change_millis=numbers["change_of_plan_eur"],
    )


def read_tariff(value: YamlValue | None) -> Tariff:
    """`tariff:`, each key with its own default."""
    numbers = _numbers(value.table(tuple(_TARIFF)) if value is not None else {}, _TARIFF)
    return Tariff(
        base_millis=numbers["base_eur"], per_kg_millis=numbers["per_kg_eur"], per_km_millis=numbers["per_km_eur"]
    )


def _numbers(table: Mapping[str, YamlValue], terms: Terms) -> dict[str, int]:
    return {key: table[key].quantity(*unit) if key in table else default for key, (unit, default) in terms.items()}
