"""Adds to sampled parcels what the rules of the road are about: crates that go back, dangerous goods, consignments."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from random import Random

from contracts.event import Event
from contracts.goods import MOST_GROSS_G, Dangerous
from contracts.parcel import Bond, Consignment, ParcelRequested
from contracts.trip import TripPublished

_RETURN_SHARE = 0.06
_DANGEROUS_SHARE = 0.04
_CONSIGNMENT_SHARE = 0.05
_UNPACKED = timedelta(minutes=30)
"""From a parcel's collection to its empty crate's hand-in, at least."""
_CRATE_TIME = timedelta(hours=8)
_UN_NUMBERS = {"2.1": "1950", "3": "1263", "8": "1791", "9": "3481"}
"""Aerosols, paint, bleach, batteries in equipment."""
_ANY_UN_NUMBER = "3175"


def with_rules(parcels: Iterable[ParcelRequested], events: Iterable[Event], *, seed: int) -> list[ParcelRequested]:
    """The same parcels, some of them dangerous as far as a trip takes such goods, some with a crate that goes
    back after them, some with a second parcel: more parcels than before.
    """
    random = Random(f"rules {seed}")  # noqa: S311 - samples, no secrets
    classes = _classes(events)
    return [each for parcel in parcels for each in _with_rules(parcel, classes, random)]


def _classes(events: Iterable[Event]) -> list[str]:
    """Of dangerous goods that some trip takes."""
    trips = (event.data for event in events if isinstance(event.data, TripPublished))
    return sorted({name for trip in trips for budget in trip.danger_budgets for name in budget.classes})


def _with_rules(parcel: ParcelRequested, classes: Sequence[str], random: Random) -> Iterator[ParcelRequested]:
    kind = random.random()
    if kind < _RETURN_SHARE:
        yield from (parcel, _crate(parcel))
    elif kind < _RETURN_SHARE + _CONSIGNMENT_SHARE:
        yield from _pair(parcel, random.choice(list(Bond)))
    elif classes and kind < _RETURN_SHARE + _CONSIGNMENT_SHARE + _DANGEROUS_SHARE:
        yield parcel.model_copy(update={"dangerous": _dangerous(parcel, random.choice(classes))})
    else:
        yield parcel


def _crate(parcel: ParcelRequested) -> ParcelRequested:
    return parcel.model_copy(
        update={
            "parcel_id": f"{parcel.parcel_id}-crate",
            "reference": f"crate of {parcel.parcel_id}",
            "origin_stop_id": parcel.destination_stop_id,
            "destination_stop_id": parcel.origin_stop_id,
            "due_at": parcel.due_at + _CRATE_TIME,
            "weight_g": parcel.weight_g // 4,
            "pieces": 1,
            "handling_class": "ambient",
            "value_millis": parcel.value_millis // 2,
            "after_parcel_id": parcel.parcel_id,
            "after_gap_s": int(_UNPACKED.total_seconds()),
        }
    )


def _pair(parcel: ParcelRequested, bond: Bond) -> tuple[ParcelRequested, ParcelRequested]:
    consignment = Consignment(consignment_id=f"{parcel.parcel_id}-pair", parcels=2, bond=bond)
    first = parcel.model_copy(update={"consignment": consignment})
    return first, first.model_copy(update={"parcel_id": f"{parcel.parcel_id}-b"})


def _dangerous(parcel: ParcelRequested, danger_class: str) -> Dangerous:
    return Dangerous(
        un_number=_UN_NUMBERS.get(danger_class, _ANY_UN_NUMBER),
        danger_class=danger_class,
        gross_g=min(max(parcel.weight_g, 1), MOST_GROSS_G),
    )
