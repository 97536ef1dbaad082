"""What live matches take of vehicles, calls and hubs, counted up and down, and whether it is there."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tests.crash.reader.facts import Facts
from tests.crash.reader.message import Body, instant

DIMENSIONS = ("volume_ml", "weight_g", "pieces")

Part = tuple[str, str, int, str]
"""A trip, a compartment, the call at which the segment begins, a dimension; or a trip, "", a call, "handling"."""


class Room:
    """The resources of one area."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._matches: dict[str, tuple[Body, Body]] = {}
        self._used: Counter[Part] = Counter()
        self._parts_of: dict[str, set[Part]] = {}
        self._boardings: dict[Part, Counter[int]] = {}
        """When those who take a part board."""
        self._waits: dict[str, dict[str, list[tuple[int, int, int]]]] = {}
        """By hub and parcel: from when, until before when, and how much volume lies there."""
        self._touched: set[Part] = set()
        self._touched_hubs: set[str] = set()

    def put(self, parcel_id: str, match: Body | None, request: Body | None) -> None:
        """The parcel's live match is this one now; None = it takes no room."""
        former = self._matches.pop(parcel_id, None)
        if former is not None:
            self._count(*former, sign=-1)
            for stop_id, _, _ in _waits(former[0]):
                self._waits[stop_id].pop(parcel_id, None)
        if match is not None and request is not None:
            self._matches[parcel_id] = (match, request)
            self._count(match, request, sign=1)
            for stop_id, start, end in _waits(match):
                waits = self._waits.setdefault(stop_id, {}).setdefault(parcel_id, [])
                waits.append((start, end, request["volume_ml"]))
                self._touched_hubs.add(stop_id)

    def check(self, now: int) -> Iterator[str]:
        """What is oversold from `now` on, looking at everything that has changed since the last check."""
        for trip_key in self._facts.changed_trips:
            self._touched |= self._parts_of.get(trip_key, set())
        for part in sorted(self._touched):
            yield from self._check_part(part, now)
        for stop_id in sorted(self._touched_hubs):
            yield from self._check_hub(stop_id, now)
        self._touched.clear()
        self._touched_hubs.clear()

    def _count(self, match: Body, request: Body, sign: int) -> None:
        for leg in match["legs"]:
            for call in range(leg["board_call"], leg["alight_call"]):
                for dimension in DIMENSIONS:
                    part = (leg["trip_key"], leg["compartment"], call, dimension)
                    self._add(part, sign * request[dimension], instant(leg["board_at"]), sign)
            for call, stop_id in ((leg["board_call"], "board_stop_id"), (leg["alight_call"], "alight_stop_id")):
                handling_s = self._facts.stops.get(leg[stop_id], {}).get("handling_s_per_parcel", 0)
                part = (leg["trip_key"], "", call, "handling")
                self._add(part, sign * handling_s, instant(leg["board_at"]), sign)

    def _add(self, part: Part, amount: int, board_at: int, sign: int) -> None:
        self._used[part] += amount
        self._boardings.setdefault(part, Counter())[board_at] += sign
        self._touched.add(part)
        self._parts_of.setdefault(part[0], set()).add(part)

    def _check_part(self, part: Part, now: int) -> Iterator[str]:
        """A trip that shrinks on its way throws nobody out, but nobody else may board what is full."""
        trip_key, compartment, call, dimension = part
        trip = self._facts.trips.get(trip_key)
        if trip is None or call >= len(trip["calls"]) or instant(trip["calls"][call]["departure"]) < now:
            return
        if dimension == "handling":
            offered = trip["calls"][call]["handling_budget_s"]
        else:
            offered = _offered(trip, compartment, call, dimension)
        still_to_board = any(count > 0 and board_at > now for board_at, count in self._boardings[part].items())
        if offered is not None and self._used[part] > offered and still_to_board:
            what = f"{trip_key} call {call} {compartment} {dimension}"
            yield f"oversold: {what}: {self._used[part]} of {offered}"

    def _check_hub(self, stop_id: str, now: int) -> Iterator[str]:
        hub = self._facts.stops.get(stop_id, {}).get("hub")
        if hub is None or hub["storage_ml"] is None:
            return
        here = self._waits[stop_id]
        for parcel_id in [name for name, waits in here.items() if all(end <= now for _, end, _ in waits)]:
            del here[parcel_id]
        waits = [wait for waits in here.values() for wait in waits]
        for moment in {max(start, now) for start, _, _ in waits}:
            there = sum(volume for start, end, volume in waits if start <= moment < end)
            if there > hub["storage_ml"]:
                yield f"oversold: storage of {stop_id} at {moment}: {there} of {hub['storage_ml']}"


def _offered(trip: Body, compartment: str, call: int, dimension: str) -> int | None:
    """Of the overrides that name the dimension on this segment, the last; a compartment that is not there offers 0."""
    for space in trip["compartments"]:
        if space["name"] == compartment:
            offered: int | None = space[dimension]
            for part in space.get("segments", []):
                if part["from_call"] <= call < part["to_call"] and dimension in part:
                    offered = part[dimension]
            return offered
    return 0


def _waits(match: Body) -> Iterator[tuple[str, int, int]]:
    """Where a parcel lies, from when until before when."""
    legs = match["legs"]
    yield legs[0]["board_stop_id"], instant(match["hand_in_by"]), instant(legs[0]["board_at"])
    for come, go in pairwise(legs):
        yield come["alight_stop_id"], instant(come["alight_at"]), instant(go["board_at"])
    yield legs[-1]["alight_stop_id"], instant(legs[-1]["alight_at"]), instant(match["available_at"])
