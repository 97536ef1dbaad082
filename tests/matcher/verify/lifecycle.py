"""An area that lives on: everything that can be published changes, time passes, the real matcher decides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from contracts.event import Event
from contracts.goods import DangerBudget, GoodsClass
from contracts.instants import epoch_s
from contracts.parcel import ParcelWithdrawn
from contracts.stop import Locker, LockerSize, Meeting, OpenException, StopPublished
from contracts.timetable import TimetablePublished
from contracts.topics import Topic
from contracts.trip import Call, TripPublished
from contracts.units import Body
from contracts.windows import Span
from matcher.alarm import next_alarm
from matcher.decide import decide
from matcher.evolve import evolve
from matcher.forget import forget
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch
from tests.matcher.deciding import SEED, as_events, never
from tests.worlds.world import SOURCE, World, world

MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


KINDS = (
    "time_passes",
    "a_trip_leaves",
    "a_trip_leaves",
    "somebody_withdraws",
    "somebody_asks_again",
    "somebody_asks",
    "a_date_is_published",
    "a_date_changes_under_way",
    "a_place_changes",
    "the_area_changes",
    "something_is_repeated",
    "the_worker_starts_again",
)
"""What can happen in a life: its methods."""


_GOODS = (
    GoodsClass(handling_class="ambient", longest_total_s=HOUR_S),
    GoodsClass(handling_class="ambient", excluded=True),
    GoodsClass(handling_class="ambient", carried_as="chilled", longest_outside_s=900),
    GoodsClass(handling_class="chilled", carried_as="ambient"),
)


@st.composite
def relay_worlds(draw: st.DrawFn) -> World:
    """Worlds in which everything changes trips at a hub, so that much is on its way when something changes."""
    hold = st.sampled_from(["hold", "hold 10 l", "hold 5 l", "hold 12 l 2 pcs"])
    storage = draw(st.sampled_from(["", "", "  storage 10 l", "  storage 15 l"]))
    lines = [
        "now 2026-11-23 06:00",
        "area test  notice 5 min",
        "place A  cut_off 10  handling 20 s",
        f"hub H{storage}  transfer 5  release 5  handling 20 s",
        "place B  release 10",
    ]
    for number in range(7, 7 + draw(st.integers(2, 4))):
        lines += [f"trip A{number} 2026-11-23  A {number}:00  H {number}:30  {draw(hold)}"]
    for number in range(7, 7 + draw(st.integers(2, 5))):
        lines += [f"trip B{number} 2026-11-23  H {number}:45  B {number + 1}:10  {draw(hold)}"]
    for number in range(draw(st.integers(1, 5))):
        lines += [f"parcel P{number}  A -> B  5 l  due 2026-11-24 12:00{_tie(draw, number)}"]
    return world("\n".join(lines))


def _tie(draw: st.DrawFn, number: int) -> str:
    """Now and then to the parcel before it."""
    if number == 0 or draw(st.integers(0, 4)) > 0:
        return "  consignment C 2 together" if number == 0 and draw(st.integers(0, 5)) == 0 else ""
    ties = [f"  after P{number - 1} gap 5", "  consignment C 2 together", "  consignment D 2 all_or_none"]
    return draw(st.sampled_from(ties))


@dataclass
class Running:
    """An area as a worker runs it, and its log."""

    state: AreaState
    now: int
    inputs: list[Event] = field(default_factory=list)
    outputs: list[Event] = field(default_factory=list)
    _new: list[Event] = field(default_factory=list)

    def tell(self, *bodies: Body) -> None:
        """Publish facts."""
        at = datetime.fromtimestamp(self.now, UTC)
        self._new += [
            Event(f"later-{len(self.inputs) + len(self._new) + number}", SOURCE, at, self.state.area, body)
            for number, body in enumerate(bodies)
        ]

    def repeat(self, event: Event) -> None:
        """A transport delivers something once more."""
        self._new.append(event)

    def decide(self) -> None:
        """Consume what was published, decide, and fold what was decided."""
        for event in self._new:
            evolve(self.state, event)
        self.inputs += self._new
        self._new = []
        moment = self.now if self.state.decided_at is None else max(self.now, self.state.decided_at)
        forget(self.state, moment)
        made = as_events(self.state.area, decide(self.state, moment, SEED, never))
        for event in made:
            evolve(self.state, event)
        self.outputs += made

    def pass_until(self, instant: int) -> None:
        """Let time pass, and decide at every alarm; one that stays though it was decided on is not waited for."""
        last: int | None = None
        while (alarm := next_alarm(self.state)) is not None and alarm <= instant and alarm != last:
            last, self.now = alarm, max(self.now, alarm)
            self.decide()
        self.now = max(self.now, instant)

    def replay(self) -> None:
        """Come to a new state from the log alone."""
        self.state = AreaState(self.state.area)
        for event in (*self.outputs, *self.by_topic()):
            evolve(self.state, event)

    @property
    def told_at(self) -> int:
        """The newest instant that the log tells of."""
        return max(epoch_s(event.time) for event in (*self.inputs, *self.outputs))

    def by_topic(self) -> list[Event]:
        """The inputs as `export` writes them: topic after topic."""
        return [event for topic in Topic for event in self.inputs if event.kind.topic is topic]


def running(told: World) -> Running:
    """A world, told and decided."""
    run = Running(AreaState(told.area.area), epoch_s(told.now))
    for event in told.events:
        run.repeat(event)
    run.decide()
    return run


@dataclass
class Life:
    """A world that changes: what is drawn happens."""

    run: Running = field(repr=False)
    world: World = field(repr=False)
    data: st.DataObject = field(repr=False)
    trips: dict[str, TripPublished] = field(default_factory=dict, repr=False)
    stops: dict[str, StopPublished] = field(default_factory=dict, repr=False)
    happened: list[str] = field(default_factory=list)
    _number: int = 0

    def __post_init__(self) -> None:
        self.trips = dict(self.world.trips)
        self.stops = dict(self.world.stops)

    def go_on(self) -> None:
        """One thing happens; often, but not always, it is decided on at once."""
        self._number += 1
        kind = self.data.draw(st.sampled_from(KINDS))
        self.happened.append(kind)
        getattr(self, kind)()
        self.run.now += self.data.draw(st.sampled_from([0, 1, 60]))
        if self.data.draw(st.integers(0, 3)) > 0:
            self.run.decide()

    def time_passes(self) -> None:
        """With a worker that is awake, or with one that is down meanwhile."""
        until = self.run.now + self.data.draw(st.sampled_from([MINUTE_S, 900, HOUR_S, 20_000, DAY_S, 3 * DAY_S]))
        if self.data.draw(st.integers(0, 3)) > 0:
            self.run.decide()
            self.run.pass_until(until)
        else:
            self.run.now = until

    def a_trip_leaves(self) -> None:
        """With somebody aboard, or soon to be."""
        live = self.run.state.decisions.values()
        leaving = sorted({leg.board_at for match in live if isinstance(match, LiveMatch) for leg in match.legs})
        ahead = [instant for instant in leaving if instant >= self.run.now]
        if ahead:
            self.run.decide()
            self.run.pass_until(self.data.draw(st.sampled_from(ahead)) + self.data.draw(st.sampled_from([-60, 0, 60])))

    def somebody_withdraws(self) -> None:
        """Now and then before asking."""
        parcels = [*sorted(self.world.parcels), f"N{self._number + 1}"]
        self.run.tell(ParcelWithdrawn(parcel_id=self.data.draw(st.sampled_from(parcels)), reason="changed plans"))

    def somebody_asks(self) -> None:
        """For a parcel like another."""
        self._ask(parcel_id=f"N{self._number}")

    def somebody_asks_again(self) -> None:
        """For the same parcel with other wishes."""
        self._ask()

    def a_date_is_published(self) -> None:
        """Once more: trips vanish, are late, shrink or grow; now and then it is incomplete, or its marker early."""
        markers = [event.data for event in self.world.events if isinstance(event.data, TimetablePublished)]
        if not markers:
            return
        marker = self.data.draw(st.sampled_from(markers))
        same = (marker.feed_id, marker.service_date)
        of_date = [trip for trip in self.trips.values() if (trip.feed_id, trip.service_date) == same]
        told = list(self._changed(of_date))
        bodies: list[Body] = [trip.model_copy(update={"publication_id": f"again-{self._number}"}) for trip in told]
        trips = len(told) + self.data.draw(st.sampled_from([0, 0, 0, 0, 1]))
        last = marker.model_copy(update={"publication_id": f"again-{self._number}", "trips": trips})
        bodies.insert(len(bodies) if self.data.draw(st.integers(0, 4)) else 0, last)
        self.run.tell(*bodies)

    def a_date_changes_under_way(self) -> None:
        """Right after somebody has left."""
        self.a_trip_leaves()
        self.a_date_is_published()

    def a_place_changes(self) -> None:
        """Another cut-off, release, storage or locker, other hours on a day, or no parcels any more."""
        if not self.stops:
            return
        stop = self.stops[self.data.draw(st.sampled_from(sorted(self.stops)))]
        updates: list[dict[str, object]] = [
            {},
            {"cut_off_s": 600},
            {"release_s": 60},
            {"accepts": False},
            {"accepts": True},
            {"handling_s_per_parcel": 10},
            {"open_exceptions": (self._holiday(),)},
        ]
        if stop.meeting is None:
            updates += [{"locker": locker} for locker in (None, _locker(1, 0), _locker(2, HOUR_S), _locker(9, DAY_S))]
        if stop.hub is None and stop.locker is None:
            stops = [None, *sorted(self.stops)]
            updates.append({"meeting": Meeting(fallback_stop_id=self.data.draw(st.sampled_from(stops)), reserves=True)})
        if stop.hub is not None:
            waits = stop.hub.model_copy(update={"longest_wait_s": self.data.draw(st.sampled_from([None, 600, 1200]))})
            updates.append({"hub": waits})
            updates += [{"hub": stop.hub.model_copy(update={"storage_ml": 5_000})}, {"hub": None}]
            updates += [{"hub": stop.hub.model_copy(update={"storage_ml": None, "min_transfer_s": 300})}]
        changed = stop.model_copy(update=self.data.draw(st.sampled_from(updates)))
        self.stops[stop.stop_id] = changed
        self.run.tell(changed)

    def the_area_changes(self) -> None:
        """Its costs, its notice, and what it says of goods."""
        costs = self.world.area.costs.model_copy(update={"leg_millis": self.data.draw(st.sampled_from([100, 120]))})
        notice_s = self.data.draw(st.sampled_from([0, 600]))
        goods = self.data.draw(st.sampled_from([(), (), (), (), *((each,) for each in _GOODS)]))
        self.run.tell(self.world.area.model_copy(update={"costs": costs, "notice_s": notice_s, "goods": goods}))

    def something_is_repeated(self) -> None:
        """Something that was not long ago."""
        self.run.repeat(self.data.draw(st.sampled_from(self.run.inputs[-10:])))

    def the_worker_starts_again(self) -> None:
        """It knows no more than the log."""
        self.run.replay()

    def _holiday(self) -> OpenException:
        days = sorted({trip.service_date for trip in self.world.trips.values()}) or [date(2026, 11, 23)]
        spans = self.data.draw(st.sampled_from([(), (Span(from_="07:00", to="08:00"),)]))
        return OpenException(date=self.data.draw(st.sampled_from(days)), spans=spans)

    def _ask(self, **update: object) -> None:
        if not self.world.parcels:
            return
        request = self.world.parcels[self.data.draw(st.sampled_from(sorted(self.world.parcels)))]
        later = timedelta(seconds=self.data.draw(st.sampled_from([0, 0, 0, HOUR_S, DAY_S, 4 * DAY_S])))
        due_at = request.due_at + later
        if self.data.draw(st.integers(0, 5)) == 0:
            due_at = datetime.fromtimestamp(self.run.now, UTC) + timedelta(seconds=600)
        wishes = {"volume_ml": self.data.draw(st.sampled_from([0, 4_000, 5_000])), "due_at": due_at, **update}
        asked = request.model_copy(update=wishes)
        if epoch_s(asked.ready_at) < epoch_s(asked.due_at):
            self.run.tell(asked)

    def _changed(self, trips: list[TripPublished]) -> Iterator[TripPublished]:
        """The trips as they are published now, and remembered so; those that are gone may come back."""
        for trip in trips:
            how = self.data.draw(
                st.sampled_from(["same", "same", "same", "gone", "late", "less", "more", "operator", "danger"])
            )
            if how != "gone":
                self.trips[trip.trip_key] = trip.model_copy(update=self._update(trip, how))
                yield self.trips[trip.trip_key]

    def _update(self, trip: TripPublished, how: str) -> dict[str, object]:
        if how == "late":
            late = timedelta(minutes=self.data.draw(st.sampled_from([5, 30])))
            return {"calls": tuple(_late(call, late) for call in trip.calls)}
        if how == "danger":
            budget = DangerBudget(name="all", classes=("3", "4.1", "9"), gross_g=1_500)
            return {"danger_budgets": self.data.draw(st.sampled_from([(), (budget,)]))}
        if how in {"less", "more"}:
            offered = {"volume_ml": 5_000 if how == "less" else None, "segments": ()}
            return {"compartments": tuple(space.model_copy(update=offered) for space in trip.compartments)}
        return {"operator_id": f"operator-{self._number}"} if how == "operator" else {}


def _locker(count: int, collect_s: int) -> Locker:
    sizes = [
        LockerSize(name=name, volume_ml=volume_ml, longest_side_mm=None, weight_g=None, count=count)
        for name, volume_ml in (("S", 4_000), ("M", 6_000))
    ]
    return Locker(sizes=tuple(sizes), collect_s=collect_s)


def _late(call: Call, late: timedelta) -> Call:
    return call.model_copy(update={"arrival": call.arrival + late, "departure": call.departure + late})
