"""Which decision is in force on a parcel, and where it is found by trip and by place."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from workers.views.redis.keys import Keys, joined, split
from workers.views.redis.store import Store
from workers.views.redis.stored import known, row_json
from workers.views.redis.writes import Writes
from workers.views.rows import DecisionRow


class LiveDecisions:
    """The decision in force on each of some parcels."""

    def __init__(self, keys: Keys, live: dict[str, Any]) -> None:
        self._keys = keys
        self._live = live
        """By parcel `[partition, offset, revision, trips, stops]`, as stored."""

    @classmethod
    async def look(cls, store: Store, parcels: Iterable[str]) -> "LiveDecisions":
        """Those of some parcels."""
        asked = list(dict.fromkeys(parcels))
        found = await store.get_some("live", asked)
        pairs = zip(asked, found, strict=True)
        return cls(store.keys, {parcel: from_json(value) for parcel, value in pairs if value is not None})

    def take(self, decisions: Iterable[DecisionRow], partition: int, writes: Writes) -> None:
        """Put decisions in the stream; of a parcel's decisions that with the highest revision is in force."""
        newest: dict[str, DecisionRow] = {}
        for row in decisions:
            parcel = joined(row.area, row.parcel_id)
            place = f"{partition} {row.offset}"
            entry = ("parcel", parcel, "row", row_json(row))
            writes.last("XADD", self._keys.match(partition), f"{row.offset}-1", *entry)
            writes.enter("decision", parcel + place)
            known(writes, row.area, row.parcel_id, row.decided_at)
            if parcel not in newest or row.revision >= newest[parcel].revision:
                newest[parcel] = row
        for parcel, row in newest.items():
            if parcel not in self._live or row.revision >= self._live[parcel][2]:
                self.put_in_force(parcel, row, partition, writes)

    def drop(self, parcel: str, row: DecisionRow, partition: int, writes: Writes) -> None:
        """Take a decision out of the stream."""
        writes.first("XDEL", self._keys.match(partition), f"{row.offset}-1")
        writes.leave("decision", parcel + f"{partition} {row.offset}")

    def keep(self, parcel: str, kept: Iterable[DecisionRow], partition: int, writes: Writes) -> None:
        """See to it that of the decisions that are kept the one with the highest revision is in force."""
        newest = max(kept, key=lambda row: row.revision, default=None)
        was = self._live.get(parcel)
        if was is not None and (newest is None or was[2] != newest.revision):
            self.put_in_force(parcel, newest, partition, writes)

    def put_in_force(self, parcel: str, row: DecisionRow | None, partition: int, writes: Writes) -> None:
        """Replace a parcel's decision in force; None = by none."""
        was, now = self._live.get(parcel), None if row is None else _live(row, partition)
        if now is None:
            writes.drop("live", parcel)
        else:
            writes.put("live", parcel, to_json(now).decode())
        old, new = _members(parcel, was), _members(parcel, now)
        for index, member in old - new:
            writes.leave(index, member)
        for index, member in new - old:
            writes.enter(index, member)


def _live(row: DecisionRow, partition: int) -> list[Any]:
    """Where the decision stands, its revision, the names of its trips with their keys, and its places."""
    trips = {(name, leg.trip_key) for leg in row.legs for name in (leg.trip_key, leg.trip_id)}
    stops = {stop for leg in row.legs for stop in (leg.board_stop_id, leg.alight_stop_id)}
    return [partition, row.offset, row.revision, sorted(trips), sorted(stops)]


def _members(parcel: str, live: Sequence[Any] | None) -> set[tuple[str, str]]:
    """The indexes and members by which a decision in force is found."""
    if live is None:
        return set()
    area, parcel_id = split(parcel)
    _, _, _, trips, stops = live
    riding = {("riding", joined(name, area, trip_key, parcel_id)) for name, trip_key in trips}
    return riding | {("waiting", joined(stop, area, parcel_id)) for stop in stops}
