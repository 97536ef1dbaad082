"""What a parcel is worth when its shipper does not say: the area's tariff."""

from contracts.area import Tariff


def tariff_value_millis(tariff: Tariff, weight_g: int, distance_m: float | None) -> int:
    """Base, plus weight, plus straight-line distance in whole metres; without distance when it is unknown.

    Weight and distance are added up before the sum is rounded down to whole thousandths of a euro.
    """
    metres = 0 if distance_m is None else round(distance_m)
    return tariff.base_millis + (tariff.per_kg_millis * weight_g + tariff.per_km_millis * metres) // 1000
