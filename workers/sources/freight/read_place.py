"""Places of freight.yaml: hubs, stops with terms of their own, and stops where people meet the bus."""

from collections.abc import Mapping

from contracts.stop import Hub
from workers.sources.freight.dated_opening import ALWAYS, Opening, check_opening
from workers.sources.freight.model import Named, PlaceTerms, RideOn
from workers.sources.freight.read_ids import read_handling_classes, read_named
from workers.sources.freight.read_locker import read_locker
from workers.sources.freight.yaml_value import YamlValue, limit

_TERMS = ("open", "handling_classes", "cut_off_min", "release_min")
_END = "end"


def read_hub(value: YamlValue, country: str | None) -> PlaceTerms:
    """One entry of `hubs:`. Raises InputError."""
    table = value.table(
        ("stop_id", "storage_l", "min_transfer_min", "longest_wait_min", "locker", *_TERMS),
        required=("stop_id", "min_transfer_min"),
    )
    hub = Hub(
        storage_ml=limit(table.get("storage_l"), 1000, "millilitres"),
        min_transfer_s=table["min_transfer_min"].quantity(60, "seconds"),
        longest_wait_s=limit(table.get("longest_wait_min"), 60, "seconds"),
    )
    if hub.longest_wait_s is not None and hub.longest_wait_s < hub.min_transfer_s:
        raise table["longest_wait_min"].error("is shorter than min_transfer_min: no parcel could change here.")
    return _terms(read_named(table["stop_id"]), table, country, hub=hub)


def read_stop(value: YamlValue, country: str | None) -> PlaceTerms:
    """One entry of `stops:`, stops that are no hub. Raises InputError."""
    table = value.table(("stop_id", "locker", *_TERMS), required=("stop_id",))
    return _terms(read_named(table["stop_id"]), table, country)


def read_meeting(value: YamlValue, country: str | None) -> list[PlaceTerms]:
    """One entry of `meetings:`, for each of its stops. People come when the bus comes, unless it says otherwise."""
    table = value.table(("stops", "ride_on_to", "reserve", *_TERMS), required=("stops",))
    stops = [read_named(stop) for stop in table["stops"].items()]
    if not stops:
        raise table["stops"].error("names no stop.")
    fallback = table.get("ride_on_to")
    ride_on = RideOn(
        fallback=None if fallback is None or fallback.text() == _END else read_named(fallback),
        reserves="reserve" not in table or table["reserve"].flag(),
    )
    return [_terms(stop, table, country, ride_on=ride_on, unsaid_s=0) for stop in stops]


def _terms(
    stop: Named,
    table: Mapping[str, YamlValue],
    country: str | None,
    *,
    hub: Hub | None = None,
    ride_on: RideOn | None = None,
    unsaid_s: int | None = None,
) -> PlaceTerms:
    """`unsaid_s`: cut-off and release if they are not given."""
    return PlaceTerms(
        stop=stop,
        open=_opening(table.get("open"), country),
        handling_classes=read_handling_classes(table.get("handling_classes")),
        cut_off_s=table["cut_off_min"].quantity(60, "seconds") if "cut_off_min" in table else unsaid_s,
        release_s=table["release_min"].quantity(60, "seconds") if "release_min" in table else unsaid_s,
        hub=hub,
        locker=read_locker(table["locker"]) if "locker" in table else None,
        ride_on=ride_on,
    )


def _opening(value: YamlValue | None, country: str | None) -> Opening:
    if value is None or value.is_null:
        return ALWAYS
    opening = Opening(value.text(), country)
    try:
        check_opening(opening)
    except ValueError as error:
        raise value.error(f"{error}.") from error
    return opening
