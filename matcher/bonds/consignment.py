"""What the open parcels of a consignment have to agree on, and what they make together."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from contracts.parcel import Bond
from matcher.state.parcels import Danger, Request


def is_complete(requests: Sequence[Request], owners: Sequence[str]) -> bool:
    """Whether the open members of a consignment are all of it and agree. `owners`: whose parcel each is."""
    memberships = {request.consignment for request in requests}
    if len(memberships) != 1 or len(set(owners)) != 1:
        return False
    (membership,) = memberships
    if membership is None or membership.parcels != len(requests):
        return False
    return membership.bond is not Bond.TOGETHER or len({_wish(request) for request in requests}) == 1


def as_one(requests: Sequence[Request]) -> Request:
    """The one request that parcels make that travel together."""
    dangerous = tuple(danger for request in requests for danger in request.dangerous)
    return replace(
        requests[0],
        arrival=max(request.arrival for request in requests),
        weight_g=sum(request.weight_g for request in requests),
        volume_ml=sum(request.volume_ml for request in requests),
        pieces=sum(request.pieces for request in requests),
        value_millis=sum(request.value_millis for request in requests),
        longest_side_mm=max(request.longest_side_mm for request in requests),
        dangerous=_added_up(dangerous),
        parcels=len(requests),
        largest_volume_ml=max(request.volume_ml for request in requests),
        largest_weight_g=max(request.weight_g for request in requests),
    )


def _wish(request: Request) -> Hashable:
    return (
        request.origin,
        request.destination,
        request.ready_at,
        request.due_at,
        request.handling_class,
        request.after_parcel_id,
        request.after_gap_s,
    )


def _added_up(dangerous: Sequence[Danger]) -> tuple[Danger, ...]:
    gross_g: dict[str, int] = {}
    for danger in dangerous:
        gross_g[danger.danger_class] = gross_g.get(danger.danger_class, 0) + danger.gross_g
    return tuple(Danger(name, grams) for name, grams in sorted(gross_g.items()))
