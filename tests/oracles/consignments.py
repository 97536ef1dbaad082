"""Which parcels are bound to one another, told from the requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.match import ParcelMatched
from contracts.parcel import Bond, ParcelRequested
from contracts.unmatched import ParcelUnmatched
from tests.oracles.known import Known


@dataclass(frozen=True)
class Group:
    """The open parcels of a consignment of which none has begun."""

    members: Sequence[ParcelRequested]
    bond: Bond
    """As the parcel asked about has it."""
    is_complete: bool
    """All of it is there, and agrees."""


def group_of(
    known: Known,
    open_parcels: Iterable[ParcelRequested],
    parcel_id: str,
    others: Mapping[str, ParcelMatched | ParcelUnmatched],
) -> Group | None:
    """What a parcel is bound to; None = it is in no consignment, or in one that has begun its journey."""
    consignment = known.parcels[parcel_id].consignment
    if consignment is None:
        return None
    name = consignment.consignment_id
    begun = [each for each, match in others.items() if isinstance(match, ParcelMatched) and match.legs[0].committed]
    if any(_names(known.parcels[each], name) for each in begun):
        return None
    members = [parcel for parcel in open_parcels if _names(parcel, name)]
    return Group(members, consignment.bond, _is_complete(known, members))


def _names(parcel: ParcelRequested, consignment_id: str) -> bool:
    return parcel.consignment is not None and parcel.consignment.consignment_id == consignment_id


def _is_complete(known: Known, members: list[ParcelRequested]) -> bool:
    first = members[0].consignment
    if first is None or len(members) != first.parcels:
        return False
    if any(parcel.consignment != first for parcel in members):
        return False
    if len({known.sources[parcel.parcel_id] for parcel in members}) > 1:
        return False
    return first.bond is Bond.ALL_OR_NONE or len({_wish(parcel) for parcel in members}) == 1


def _wish(parcel: ParcelRequested) -> tuple[object, ...]:
    """What parcels that travel together all ask for."""
    ends = (parcel.origin_stop_id, parcel.destination_stop_id, parcel.ready_at, parcel.due_at)
    return (*ends, parcel.handling_class, parcel.after_parcel_id, parcel.after_gap_s)
