"""Which parcels speak of one another: those that come after another one, and those of one consignment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matcher.state.parcels import Parcel, Request


@dataclass(slots=True)
class Bonds:
    """An index of all requests that are not forgotten, whether in force or not; and which bonds are loose for good."""

    followers: dict[str, set[str]] = field(default_factory=dict)
    """By the parcel that they ask, or once asked, to come after."""
    members: dict[str, set[str]] = field(default_factory=dict)
    """By consignment, the parcels that belong, or once belonged, to it."""
    once_begun: set[tuple[str, str]] = field(default_factory=set)
    """Parcel and request of journeys that had begun and are no longer live."""
    loose: set[str] = field(default_factory=set)
    """Consignments of which a parcel had begun that is forgotten since, while others are not."""

    @property
    def in_use(self) -> bool:
        """Whether any request speaks of another parcel."""
        return bool(self.followers or self.members)

    def add(self, request: Request) -> None:
        """A parcel is asked for."""
        if request.after_parcel_id is not None:
            self.followers.setdefault(request.after_parcel_id, set()).add(request.parcel_id)
        if request.consignment is not None:
            self.members.setdefault(request.consignment.consignment_id, set()).add(request.parcel_id)

    def forget(self, parcel_id: str, parcel: Parcel, begun: str | None) -> None:
        """A parcel is forgotten. `begun`: the request of its live match, if that has begun."""
        for request in parcel.requests.values():
            had_begun = request.request_id == begun or (parcel_id, request.request_id) in self.once_begun
            self.once_begun.discard((parcel_id, request.request_id))
            if request.consignment is not None and had_begun:
                self.loose.add(request.consignment.consignment_id)
        for request in parcel.requests.values():
            self._remove(request)

    def related(self, parcels: Mapping[str, Parcel], parcel_ids: Iterable[str]) -> set[str]:
        """Those that something may change for when something changes for these."""
        found: set[str] = set()
        for parcel_id in parcel_ids:
            found |= self.followers.get(parcel_id, set())
            parcel = parcels.get(parcel_id)
            for request in () if parcel is None else parcel.requests.values():
                if request.consignment is not None:
                    found |= self.members[request.consignment.consignment_id]
        return found

    def _remove(self, request: Request) -> None:
        if request.after_parcel_id is not None:
            _drop(self.followers, request.after_parcel_id, request.parcel_id)
        if request.consignment is not None:
            consignment_id = request.consignment.consignment_id
            _drop(self.members, consignment_id, request.parcel_id)
            if consignment_id not in self.members:
                self.loose.discard(consignment_id)


def _drop(groups: dict[str, set[str]], name: str, parcel_id: str) -> None:
    group = groups.get(name)
    if group is not None:
        group.discard(parcel_id)
        if not group:
            del groups[name]
