"""What binds open parcels to others while a decision is made."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from matcher.agenda import Agenda, Item
from matcher.bonds.consignment import is_complete
from matcher.bonds.forerunner import available, handed_in_from
from matcher.ledger import Ledger
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch
from matcher.state.hours import NEVER_BEFORE
from matcher.state.parcels import Request


@dataclass(slots=True)
class Ties:
    """Bonds of the requests in force, by the matches that stand and by what has been planned so far."""

    state: AreaState
    agenda: Agenda
    ledger: Ledger
    planned: dict[str, int | None] = field(default_factory=dict)
    """When parcels that are decided on now are available; None = not, or not yet."""

    def not_before(self, item: Item) -> int:
        """The earliest hand-in that the parcel it comes after allows, as in `forerunner.not_before`."""
        after = item.request.after_parcel_id
        if after is None or self.is_under_way(item):
            return NEVER_BEFORE
        available_at = self.planned[after] if after in self.planned else available(self.state, after)
        return handed_in_from(item.request, available_at)

    def is_under_way(self, item: Item) -> bool:
        """Whether its first leg is committed, or is so from now on."""
        return self._goes_on(item.request.parcel_id, item.live, item.request.request_id)

    def members(self, item: Item) -> tuple[Item, ...]:
        """The open parcels of its consignment, itself included, by parcel id; none = no consignment binds it."""
        membership = item.request.consignment
        if membership is None or self._is_loose(membership.consignment_id):
            return ()
        found = [self.agenda.open_item(name) for name in sorted(self.state.bonds.members[membership.consignment_id])]
        return tuple(each for each in found if each is not None and _names(each.request, membership.consignment_id))

    def is_complete(self, members: tuple[Item, ...]) -> bool:
        """Whether these are all of a consignment, and agree."""
        owners = [self.state.parcels[member.request.parcel_id].owner for member in members]
        return is_complete([member.request for member in members], owners)

    def dependents(self, item: Item) -> list[Item]:
        """The open parcels that are decided on whenever it is: those that come after it, and its consignment."""
        parcel_id = item.request.parcel_id
        followers = [self.agenda.open_item(name) for name in sorted(self.state.bonds.followers.get(parcel_id, ()))]
        waiting = [
            each
            for each in followers
            if each is not None and each.request.after_parcel_id == parcel_id and not self.is_under_way(each)
        ]
        return [*waiting, *self.members(item)]

    def hold(self, item: Item) -> bool:
        """Whether the match of a parcel stands as far as others are concerned."""
        if self.is_under_way(item):
            return True
        _, live = self.agenda.matched[item.request.parcel_id]
        if live.hand_in_by < self.not_before(item):
            return False
        members = self.members(item)
        return not members or (
            self.is_complete(members) and all(each.request.parcel_id in self.ledger.kept for each in members)
        )

    def context(self, item: Item) -> Hashable:
        """All of others that a refusal depends on beside the room they leave; None = nothing."""
        if item.request.after_parcel_id is None and item.request.consignment is None:
            return None
        members = self.members(item)
        return (
            self.not_before(item),
            tuple((each.request.parcel_id, each.request.request_id, self.not_before(each)) for each in members),
        )

    def _is_loose(self, consignment_id: str) -> bool:
        """Whether one of a consignment has, or once had, begun: all go on by themselves for good."""
        bonds, parcels = self.state.bonds, self.state.parcels
        return consignment_id in bonds.loose or any(
            (name, request.request_id) in bonds.once_begun
            or self._goes_on(name, self.state.decisions.get(name), request.request_id)
            for name in bonds.members[consignment_id]
            for request in parcels[name].requests.values()
            if _names(request, consignment_id)
        )

    def _goes_on(self, parcel_id: str, live: LiveDecision | None, request_id: str) -> bool:
        """Whether a match is to a request, and its first leg committed, or is so from now on."""
        if not isinstance(live, LiveMatch) or live.request_id != request_id:
            return False
        return live.has_begun or (live.hand_in_by <= self.agenda.now and self._stands(parcel_id))

    def _stands(self, parcel_id: str) -> bool:
        """Whether its match stands. That of a closed parcel does, but for one that was withdrawn."""
        is_closed = self.agenda.open_item(parcel_id) is None and not self.state.parcels[parcel_id].withdrawn
        return is_closed or parcel_id in self.ledger.kept


def _names(request: Request, consignment_id: str) -> bool:
    return request.consignment is not None and request.consignment.consignment_id == consignment_id
