"""A tiny area that is never quiet: buses every half minute, and a stream of everything that can be published.

Everything lies in the minutes after `start`, by the real clock, so that cut-offs pass while a test looks on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from contracts.area import AreaPublished, Costs, Tariff
from contracts.envelope import to_message
from contracts.event import Event
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.partitioning import partition_of
from contracts.record import Message
from contracts.stop import Hub, StopPublished
from contracts.timetable import TimetablePublished
from contracts.topics import Topic
from contracts.trip import Call, Compartment, SegmentCapacity, TripPublished
from contracts.units import Body
from contracts.zone import Powertrain
from tests.crash.spoiling import SPOILERS

SETTLED_AHEAD_S = 90
"""A timetable is changed no later than so long before a trip leaves: one under way is test_sold_once.py's."""
NOTICE_S, CUT_OFF_S, RELEASE_S = 2, 3, 2
HEADWAY_S, RIDE_S = 30, 8
DUE_IN_S = (40, 90, 90, 200, 600, 86_400 + 300)
PLACES = ("north", "market", "south")
MARKET = "market"


@dataclass(frozen=True)
class Sending:
    """One message and where it is appended; None = the partition of its key."""

    topic: Topic
    message: Message
    partition: int | None = None


def area_names(partitions: int) -> list[str]:
    """One name for each partition, in their order."""
    names: dict[int, str] = {}
    number = 0
    while len(names) < partitions:
        number += 1
        names.setdefault(partition_of(f"town-{number}", partitions), f"town-{number}")
    return [names[partition] for partition in sorted(names)]


@dataclass
class Town:
    """One area. `start` is in seconds since 1970; buses run for `minutes` from then on, and again a day later."""

    area: str
    start: int
    minutes: int
    random: Random
    parcels: dict[str, list[str]] = field(default_factory=dict)
    """Every parcel id with its request ids."""
    counted: dict[str, int] = field(default_factory=dict)
    """What was sent, by kind."""
    _sent: list[Sending] = field(default_factory=list)
    _changes: dict[str, str] = field(default_factory=dict)
    _ids: int = 0

    def opening(self) -> list[Sending]:
        """The area, its places and its first two timetables."""
        bodies: list[Body] = [_area(self.area), *(_place(name) for name in PLACES)]
        return [self._send(body) for body in (*bodies, *self._publication(0), *self._publication(1))]

    def next(self, now: int) -> list[Sending]:
        """The next thing that happens."""
        kinds: list[tuple[Callable[[int], list[Sending]], int]] = [
            (self._request, 50),
            (self._request_again, 8),
            (self._withdraw, 8),
            (self._withdraw_early, 2),
            (self._repeat, 12),
            (self._spoil, 8),
            (self._republish, 4),
            (self._publish_part, 2),
        ]
        (make,) = self.random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        name = make.__name__.strip("_")
        self.counted[name] = self.counted.get(name, 0) + 1
        return make(now)

    def _request(self, now: int) -> list[Sending]:
        return [self._requested(f"P{len(self.parcels) + 1}", now)]

    def _request_again(self, now: int) -> list[Sending]:
        """The same parcel with other wishes; reopens a withdrawn one. In good time: test_sold_once.py has the others."""
        return [self._requested(self._known(), now, (300, 600, 86_400 + 300))]

    def _withdraw(self, _now: int) -> list[Sending]:
        return [self._send(ParcelWithdrawn(parcel_id=self._known(), reason="no longer needed"))]

    def _withdraw_early(self, now: int) -> list[Sending]:
        """The withdrawal overtakes its request."""
        parcel_id = f"P{len(self.parcels) + 1}"
        withdrawal = self._send(ParcelWithdrawn(parcel_id=parcel_id, reason="changed my mind"))
        return [withdrawal, self._requested(parcel_id, now)]

    def _repeat(self, _now: int) -> list[Sending]:
        """A transport delivers something again."""
        return [self.random.choice(self._sent)]

    def _spoil(self, _now: int) -> list[Sending]:
        """Something that cannot be used."""
        spoiler = self.random.choice(SPOILERS)
        found = [sending for sending in self._sent[-200:] if sending.topic == spoiler.of]
        if not found:
            return []
        message = spoiler.spoil(self.random.choice(found).message, self._new_id())
        home = partition_of(self.area, 8)
        return [Sending(spoiler.topic, message, (home + 1) % 8 if spoiler.elsewhere else home)]

    def _republish(self, now: int) -> list[Sending]:
        """Its marker mostly comes last, as it should, and sometimes too early."""
        bodies = self._publication(self.random.randrange(2), now)
        if self.random.random() < 0.2:
            bodies.insert(self.random.randrange(len(bodies)), bodies.pop())
        return [self._send(body) for body in bodies]

    def _publish_part(self, now: int) -> list[Sending]:
        """A publication that never becomes complete."""
        changes = dict(self._changes)
        bodies = self._publication(self.random.randrange(2), now)
        self._changes = changes
        end = self.random.randrange(len(bodies))
        return [self._send(body) for body in (bodies[:end] if self.random.random() < 0.5 else bodies[1:])]

    def _publication(self, day: int, now: int | None = None) -> list[Body]:
        """All trips of a day; those that leave long enough after `now` with changes, without `now` none."""
        publication_id = self._new_id()
        trips = list(self._trips(day, publication_id, now))
        marker = TimetablePublished(
            publication_id=publication_id, feed_id="feed", service_date=self._date(day), trips=len(trips)
        )
        return [*trips, marker]

    def _trips(self, day: int, publication_id: str, now: int | None) -> Iterator[TripPublished]:
        for number in range(self.minutes * 60 // HEADWAY_S):
            departs = self.start + day * 86_400 + 10 + number * HEADWAY_S
            stops = PLACES if number % 2 == 0 else PLACES[::-1]
            change = "none" if now is None else self._change_of(f"{day}/{number}", departs, now)
            if change != "vanishes":
                yield _trip(
                    f"{stops[0]}-{number}",
                    self._date(day),
                    publication_id,
                    departs + 5 * (change == "late"),
                    stops,
                    volume_ml=6_000 if change == "small" else 20_000,
                )

    def _change_of(self, trip: str, departs: int, now: int) -> str:
        """How a trip runs in the newest publication; one that leaves soon runs as the last one said."""
        if departs > now + SETTLED_AHEAD_S:
            self._changes[trip] = self.random.choice(["none"] * 8 + ["vanishes", "late", "small"])
        return self._changes.get(trip, "none")

    def _requested(self, parcel_id: str, now: int, due_in_s: tuple[int, ...] = DUE_IN_S) -> Sending:
        origin, destination = self.random.sample(PLACES, 2)
        due_at = now + self.random.choice(due_in_s)
        sending = self._send(
            ParcelRequested(
                parcel_id=parcel_id,
                origin_stop_id=origin,
                destination_stop_id=destination,
                ready_at=_utc(now - self.random.choice([0, 0, 30])),
                due_at=_utc(due_at),
                weight_g=self.random.choice([500, 2000]),
                volume_ml=self.random.choice([1000, 2000, 5000, 7000]),
                pieces=1,
                longest_side_mm=0,
                handling_class="ambient",
                value_millis=self.random.choice([50, 3000, 5000, 9000]),
            )
        )
        self.parcels.setdefault(parcel_id, []).append(dict(sending.message.headers)["ce_id"].decode())
        return sending

    def _known(self) -> str:
        return self.random.choice(list(self.parcels)[-60:] or ["P1"])

    def _send(self, body: Body) -> Sending:
        event = Event(id=self._new_id(), source="urn:ridealong:test", time=_utc(self.start), area=self.area, data=body)
        sending = Sending(event.kind.topic, to_message(event))
        self._sent.append(sending)
        return sending

    def _new_id(self) -> str:
        self._ids += 1
        return f"{self.area}-{self._ids}"

    def _date(self, day: int) -> date:
        return _utc(self.start).date() + timedelta(days=day)


def _area(name: str) -> AreaPublished:
    return AreaPublished(
        area=name,
        time_zone="UTC",
        notice_s=NOTICE_S,
        costs=Costs(leg_millis=100, transfer_millis=250, storage_millis_per_l_h=1, change_millis=500),
        tariff=Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20),
    )


def _place(name: str) -> StopPublished:
    return StopPublished(
        stop_id=name,
        name=name,
        lat=None,
        lon=None,
        zone_id=None,
        accepts=True,
        cut_off_s=CUT_OFF_S,
        release_s=RELEASE_S,
        handling_s_per_parcel=1,
        handling_classes=("ambient",),
        open=None,
        hub=Hub(storage_ml=30_000, min_transfer_s=2) if name == MARKET else None,
    )


def _trip(
    trip_id: str, day: date, publication_id: str, departs: int, stops: tuple[str, ...], *, volume_ml: int
) -> TripPublished:
    return TripPublished(
        trip_key=f"{trip_id}@{day.isoformat()}",
        trip_id=trip_id,
        service_date=day,
        feed_id="feed",
        publication_id=publication_id,
        operator_id="operator",
        route_id="line",
        route_name="line",
        headsign=stops[-1],
        powertrain=Powertrain.ELECTRIC,
        capacity_assumed=False,
        calls=tuple(
            Call(
                stop_id=stop,
                stop_sequence=index + 1,
                arrival=_utc(departs + index * RIDE_S),
                departure=_utc(departs + index * RIDE_S),
                pickup=True,
                drop_off=True,
                distance_m=None,
                handling_budget_s=4 if index == 1 else None,
            )
            for index, stop in enumerate(stops)
        ),
        compartments=(
            Compartment(
                name="hold",
                volume_ml=volume_ml,
                weight_g=10_000,
                pieces=6,
                longest_side_mm=None,
                handling_classes=("ambient",),
                segments=(SegmentCapacity(from_call=1, to_call=2, volume_ml=volume_ml // 2),),
            ),
        ),
    )


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)
