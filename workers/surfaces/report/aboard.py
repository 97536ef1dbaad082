"""What people who carry, give and take a parcel have to know of it besides its size and its times."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from contracts.goods import Dangerous
from contracts.match import LockerStay
from contracts.parcel import Bond, Consignment
from contracts.stop import Meeting
from workers.surfaces.report import wording


class Asked(Protocol):
    """A request, as an event or as a row of the read model."""

    @property
    def dangerous(self) -> Dangerous | None:
        """See ParcelRequested."""

    @property
    def after_parcel_id(self) -> str | None:
        """See ParcelRequested."""

    @property
    def consignment(self) -> Consignment | None:
        """See ParcelRequested."""


def marks(request: Asked) -> list[str]:
    """`UN 1263, class 3 III, 5 kg gross in limited quantities`, `goes back after P-0003`, `1 of 4 of order-88, together`."""
    return list(_marks(request))


def _marks(request: Asked) -> Iterator[str]:
    if request.dangerous is not None:
        yield dangerous(request.dangerous)
    if request.after_parcel_id is not None:
        yield f"crate back after {request.after_parcel_id}"
    if request.consignment is not None:
        bond = "together" if request.consignment.bond is Bond.TOGETHER else "all or none"
        yield f"1 of {request.consignment.parcels} of {request.consignment.consignment_id}, {bond}"


def dangerous(goods: Dangerous) -> str:
    """The UN number, class and packing group, and the gross mass."""
    group = "" if goods.packing_group is None else f" {goods.packing_group}"
    gross = wording.kilograms(goods.gross_g)
    return f"UN{goods.un_number}, class {goods.danger_class}{group}, {gross} gross in limited quantities"


def locker_sizes(stays: Sequence[str], lockers: Sequence[LockerStay]) -> list[str | None]:
    """The size of the locker's compartment at each stay of a journey, given the places of its stays; None = no locker."""
    left = list(lockers)
    sizes: list[str | None] = []
    for stop_id in stays:
        here = bool(left) and left[0].stop_id == stop_id
        sizes.append(left.pop(0).size if here else None)
    return sizes


def nobody_comes(meeting: Meeting, fallback: str | None) -> str:
    """What the driver does when nobody meets the bus; `fallback`: what that place is called, where it is named."""
    where = (
        "to the end of the trip" if meeting.fallback_stop_id is None else f"to {fallback or meeting.fallback_stop_id}"
    )
    kept = ", its space is kept" if meeting.reserves else ""
    return f"nobody there: rides on {where}{kept}"
