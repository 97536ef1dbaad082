"""Lockers of freight.yaml: how many compartments of which size."""

from contracts.stop import Locker, LockerSize
from workers.sources.freight.yaml_value import YamlValue, limit

_MOST_SIZES = 8


def read_locker(value: YamlValue) -> Locker:
    """`locker:` of a hub or stop; sizes in any order. Raises InputError."""
    table = value.table(("sizes", "collect_h"), required=("sizes",))
    sizes: list[LockerSize] = []
    for item in table["sizes"].items():
        size = _size(item)
        if any(known.name == size.name for known in sizes):
            raise item.error(f"there are two sizes named {size.name!r}.")
        sizes.append(size)
    if not 1 <= len(sizes) <= _MOST_SIZES:
        raise table["sizes"].error(f"has {len(sizes)} sizes; a locker has 1 to {_MOST_SIZES}.")
    return Locker(
        sizes=tuple(sorted(sizes, key=lambda size: size.volume_ml)),
        collect_s=table["collect_h"].quantity(3600, "seconds") if "collect_h" in table else 0,
    )


def _size(value: YamlValue) -> LockerSize:
    table = value.table(
        ("name", "volume_l", "longest_side_cm", "weight_kg", "count"), required=("name", "volume_l", "count")
    )
    return LockerSize(
        name=table["name"].id(),
        volume_ml=table["volume_l"].quantity(1000, "millilitres"),
        longest_side_mm=limit(table.get("longest_side_cm"), 10, "millimetres"),
        weight_g=limit(table.get("weight_kg"), 1000, "grams"),
        count=table["count"].quantity(1, "compartments"),
    )
