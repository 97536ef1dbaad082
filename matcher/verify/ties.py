"""Parcels that wait for others, and parcels that belong together: what binds one live decision to another.

Nothing of it depends on the timetables: it is looked at wherever one of the decisions is another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from contracts.match import ParcelMatched
from matcher.verify.live import Entry, Live
from matcher.verify.record import has_begun
from matcher.verify.shipments import Shipments
from matcher.verify.tied import Follower, Member


class Ties:
    """Which live decisions of an area depend on which."""

    def __init__(self, live: Live, shipments: Shipments) -> None:
        self._live = live
        self._shipments = shipments
        self._after: dict[str, set[str]] = defaultdict(set)
        """By parcel_id, those that come after it."""
        self._members: dict[str, set[str]] = defaultdict(set)
        """By consignment_id."""
        self._consignment: dict[str, str] = {}
        """By parcel_id, the one it belongs to as it was decided last."""
        self._begun: set[str] = set()
        """Consignments of which a parcel has begun its journey: nothing binds them any more."""

    def heard(self, parcel_ids: Iterable[str]) -> tuple[list[Follower], list[list[Member]]]:
        """These parcels have other live decisions: the followers and the consignments to look at."""
        names = list(dict.fromkeys(parcel_ids))
        touched = {name: self._consignment.pop(name, None) for name in names}
        for name in names:
            self._enter(name)
        bound = [touched[name] for name in names] + [self._consignment.get(name) for name in names]
        followers = [*names, *(later for name in names for later in sorted(self._after.get(name, ())))]
        return (
            list(self._followers(dict.fromkeys(followers))),
            [self._bound(each) for each in dict.fromkeys(bound) if each is not None and each not in self._begun],
        )

    def _enter(self, parcel_id: str) -> None:
        entry = self._live.open.get(parcel_id)
        if entry is None:
            return
        if entry.request.after_parcel_id is not None:
            self._after[entry.request.after_parcel_id].add(parcel_id)
        if entry.request.consignment is not None:
            consignment_id = entry.request.consignment.consignment_id
            self._consignment[parcel_id] = consignment_id
            self._members[consignment_id].add(parcel_id)
            if has_begun(entry.decision):
                self._begun.add(consignment_id)

    def _followers(self, names: Iterable[str]) -> Iterator[Follower]:
        for name in names:
            entry = self._live.open.get(name)
            if entry is not None and isinstance(entry.decision, ParcelMatched) and not has_begun(entry.decision):
                before = entry.request.after_parcel_id
                if before is not None:
                    yield Follower(entry.decision, entry.request, self._live.decisions.get(before))

    def _bound(self, consignment_id: str) -> list[Member]:
        members = self._members[consignment_id]
        found = [(name, self._live.open.get(name)) for name in sorted(members)]
        ours = [(name, entry) for name, entry in found if entry is not None and _belongs(entry, consignment_id)]
        members.intersection_update(name for name, _ in ours)
        return [
            Member(entry.decision, entry.request, entry.request.consignment, self._shipments.of[name].source)
            for name, entry in ours
            if entry.request.consignment is not None
        ]


def _belongs(entry: Entry, consignment_id: str) -> bool:
    consignment = entry.request.consignment
    return consignment is not None and consignment.consignment_id == consignment_id
