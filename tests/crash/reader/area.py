"""One area at its committed positions: facts, decisions so far, and what must hold between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.crash.reader.facts import Facts, Parcel, due_at
from tests.crash.reader.journey import flags, rides, rules_of_match
from tests.crash.reader.message import Body, Message, instant
from tests.crash.reader.room import Room

_OF_THE_MOMENT = {"revision", "cause", "plan_id", "decided_at"}
"""Fields in which a decision may differ without saying anything new."""


@dataclass
class Area:
    """The fold of what was consumed and what was decided."""

    name: str
    facts: Facts = field(default_factory=Facts)
    live: dict[str, Body] = field(default_factory=dict)
    """The newest decision of each parcel; a match has legs."""
    decisions: list[Body] = field(default_factory=list)
    """All there were."""
    plans: int = 0
    decided_at: int = 0

    def __post_init__(self) -> None:
        self._room = Room(self.facts)
        self._open: set[str] = set()
        """Parcels that were not past due when last looked at."""
        self._decided: set[str] = set()
        """Parcels with a match since last looked at."""

    def output(self, message: Message) -> Iterator[str]:
        """Take in one decision or plan; says what is wrong with it by itself."""
        decided_at = instant(message.body["decided_at"])
        if decided_at < self.decided_at:
            yield f"time: {message.id} was decided before the decision before it"
        self.decided_at = max(self.decided_at, decided_at)
        if message.name == "plan.certified":
            self.plans += 1
            if message.id != f"{self.name}/{self.plans}" or message.subject != message.id:
                yield f"id: {message.id} is plan {self.plans}"
            return
        yield from self._decision(message)

    def check(self, decided_at: int | None, committed_at: int) -> Iterator[str]:
        """What must hold after a commit that touched the area, made at `decided_at` (None = nothing was said).

        `committed_at` is when it was durable at the latest; between the two a parcel may have come to its end.
        """
        for parcel_id in self.facts.told_parcels | self._open:
            parcel = self.facts.parcels[parcel_id]
            if not parcel.requests or self._due_at(parcel_id, parcel) < committed_at:
                self._open.discard(parcel_id)
                continue
            self._open.add(parcel_id)
            for fault in self._check_parcel(parcel_id, parcel, decided_at):
                yield f"{fault} [{parcel_id}]"
        yield from self._check_rides(committed_at)
        self.facts.told_parcels.clear()
        yield from self._room.check(committed_at)
        self.facts.changed_trips.clear()

    def _decision(self, message: Message) -> Iterator[str]:
        body, parcel_id = message.body, message.subject
        former = self.live.get(parcel_id)
        revision = 1 if former is None else former["revision"] + 1
        if body["revision"] != revision:
            yield f"revision: {message.id} comes after {revision - 1}"
        if message.id != f"{self.name}/{parcel_id}/{body['revision']}":
            yield f"id: {message.id} is revision {body['revision']} of {parcel_id}"
        if former is not None and _says(former) == _says(body):
            yield f"repetition: {message.id} says what was said before"
        if body["plan_id"] != f"{self.name}/{self.plans}":
            yield f"plan: {message.id} names {body['plan_id']}, the newest is {self.plans}"
        parcel = self.facts.parcels.get(parcel_id)
        request = None if parcel is None else parcel.requests.get(body["request_id"])
        if parcel is None or request is None:
            yield f"request: {message.id} decides on something nobody asked for"
            return
        told_withdrawn = former is not None and body.get("reason") == "WITHDRAWN"  # whoever withdraws is told so
        if instant(request["due_at"]) < instant(body["decided_at"]) and not told_withdrawn:
            yield f"due: {message.id} was decided when it was past due"
        if "legs" in body:
            yield from (f"{fault} [{message.id}]" for fault in rules_of_match(self.facts, body, request))
            self._decided.add(parcel_id)
        self.decisions.append(body)
        self.live[parcel_id] = body
        self._room.put(parcel_id, body if "legs" in body else None, request)

    def _check_rides(self, now: int) -> Iterator[str]:
        """Of what is open, whatever was decided or published anew still runs as promised."""
        for parcel_id in self._open:
            live = self.live.get(parcel_id, {})
            trips = {leg["trip_key"] for leg in live.get("legs", [])}
            if parcel_id in self._decided or trips & self.facts.changed_trips:
                yield from (f"{fault} [{parcel_id}]" for fault in rides(self.facts, live, now))
        self._decided.clear()

    def _check_parcel(self, parcel_id: str, parcel: Parcel, decided_at: int | None) -> Iterator[str]:
        live = self.live.get(parcel_id)
        if live is None:
            if not parcel.withdrawn:
                yield "live decision: none"
        elif parcel.withdrawn:
            if live.get("reason") != "WITHDRAWN":
                yield "withdrawn: its live decision does not say so"
        elif live["request_id"] != self._in_force(parcel_id, parcel):
            yield f"live decision: on {live['request_id']}, not on the request in force"
        elif live.get("reason") == "WITHDRAWN":
            yield "withdrawn: it is not"
        elif "legs" in live and decided_at is not None:
            yield from flags(live, decided_at)

    def _in_force(self, parcel_id: str, parcel: Parcel) -> str:
        """The request named by a decision with a committed leg, else the newest."""
        live = self.live.get(parcel_id)
        if live is not None and any(leg["committed"] for leg in live.get("legs", [])):
            return str(live["request_id"])
        return parcel.newest

    def _due_at(self, parcel_id: str, parcel: Parcel) -> int:
        return due_at(parcel, self._in_force(parcel_id, parcel))


def _says(decision: Body) -> Body:
    return {name: value for name, value in decision.items() if name not in _OF_THE_MOMENT}
