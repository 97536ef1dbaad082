"""Samples parcels: where they go, how big they are, when they are ready and due, what they are worth."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from contracts.area import Tariff
from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.stop import StopPublished
from workers.errors import InputError
from workers.sources.freight.place import distance_m
from workers.sources.sample_parcels.consignment import Consignment, sample_consignment
from workers.sources.sample_parcels.network import network_of
from workers.sources.sample_parcels.size import sample_size
from workers.sources.tariff import tariff_value_millis

_QUARTER = timedelta(minutes=15)
_MEAN_LEAD_MIN = 90.0
"""How long before the last possible hand-in a shop has its parcel ready."""
_MEAN_SLACK_MIN = 240.0
"""How long after the earliest possible collection a parcel is due."""
_ORDINARY_SHARE = 0.9
_ORDINARY_CLASS = "ambient"


def sample_parcels(events: Iterable[Event], tariff: Tariff, *, count: int, seed: int) -> list[ParcelRequested]:
    """`count` parcels for a published timetable. Raises InputError when no trip can take any."""
    network = network_of(events)
    if not network.boardings:
        sentence = (
            "no trip of that date can carry a parcel from one place to another: "
            "see offers, parcel_stops and hubs of freight.yaml."
        )
        raise InputError(sentence)
    random = Random(seed)  # noqa: S311 - samples, no secrets
    width = max(4, len(str(count)))
    shop_of: dict[str, str] = {}
    parcels = []
    for number in range(1, count + 1):
        consignment = sample_consignment(network, random)
        shop = shop_of.setdefault(consignment.origin.stop_id, f"shop-{len(shop_of) + 1:03}")
        parcels.append(_parcel(f"P-{number:0{width}}", shop, consignment, tariff, random))
    return parcels


def _parcel(parcel_id: str, shop: str, consignment: Consignment, tariff: Tariff, random: Random) -> ParcelRequested:
    origin, destination = consignment.origin, consignment.destination
    size = sample_size(random)
    lead = timedelta(minutes=random.expovariate(1 / _MEAN_LEAD_MIN))
    slack = timedelta(minutes=random.expovariate(1 / _MEAN_SLACK_MIN))
    return ParcelRequested(
        parcel_id=parcel_id,
        shipper_id=shop,
        reference=f"order {parcel_id.removeprefix('P-')}",
        origin_stop_id=origin.stop_id,
        destination_stop_id=destination.stop_id,
        ready_at=_quarter(consignment.leaves - timedelta(seconds=origin.cut_off_s) - lead),
        due_at=_quarter(consignment.arrives + timedelta(seconds=destination.release_s) + slack) + _QUARTER,
        weight_g=size.weight_g,
        volume_ml=size.volume_ml,
        pieces=size.pieces,
        longest_side_mm=size.longest_side_mm,
        handling_class=_handling_class(origin, destination, random),
        value_millis=tariff_value_millis(tariff, size.weight_g, distance_m(origin, destination)),
    )


def _quarter(instant: datetime) -> datetime:
    """The last quarter of an hour not after an instant."""
    into_the_hour = timedelta(minutes=instant.minute, seconds=instant.second, microseconds=instant.microsecond)
    return instant - into_the_hour % _QUARTER


def _handling_class(origin: StopPublished, destination: StopPublished, random: Random) -> str:
    """Ambient nine times of ten, else one that both places take."""
    others = [name for name in origin.handling_classes if name in destination.handling_classes]
    if random.random() < _ORDINARY_SHARE or not others:
        return _ORDINARY_CLASS
    return random.choice(others)
