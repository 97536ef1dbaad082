"""A real day under rules that nobody made: the same trips and parcels, but what may be done with them is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.goods import DangerBudget, Dangerous, GoodsClass
from contracts.parcel import Bond, Consignment, ParcelRequested
from contracts.stop import Locker, LockerSize, Meeting, StopPublished
from contracts.trip import Compartment, TripPublished
from contracts.units import Body
from contracts.windows import WEEK, Window
from contracts.zone import Powertrain, ZonePublished

B = TypeVar("B", bound=Body)

_ZONE = "zone-of-chance"
_CLASSES = ("ambient", "ambient", "ambient", "chilled", "frozen")
_HOURS = (("06:00", "22:00"), ("08:00", "12:00"), ("13:00", "18:00"), ("22:00", "02:00"))


def with_random_rules(events: Iterable[Event], seed: int, harshness: float = 1) -> list[Event]:
    """The events of a day with another area, other places, offers and parcels, and one zone more.

    `harshness`: the share of places and parcels that change; vehicles are always small.
    """
    draw = Random(seed)
    drawn: list[Event] = []
    parcels: list[str] = []
    for event in events:
        spared = isinstance(event.data, StopPublished | ParcelRequested) and draw.random() >= harshness
        change = None if spared else _CHANGES.get(type(event.data))
        data = event.data if change is None else change(draw, event.data)
        if isinstance(data, ParcelRequested) and not spared:
            data = _bound(draw, data, parcels)
            parcels.append(data.parcel_id)
        drawn.append(replace(event, data=data))
        if isinstance(data, AreaPublished):
            drawn.append(replace(event, id=f"{event.id}-zone", data=_zone(draw)))
    return drawn


def _area(draw: Random, area: AreaPublished) -> AreaPublished:
    goods = (
        GoodsClass(handling_class="chilled", longest_outside_s=draw.choice((0, 900, 3_600)), longest_total_s=4 * 3_600),
        GoodsClass(handling_class="frozen", excluded=draw.random() < 0.5, carried_as="chilled"),
    )
    return _changed(area, goods=goods)


def _zone(draw: Random) -> ZonePublished:
    return ZonePublished(
        zone_id=_ZONE,
        name="Zone",
        powertrains=draw.choice((None, (Powertrain.ELECTRIC,), (Powertrain.DIESEL, Powertrain.BICYCLE))),
        windows=draw.choice((None, _windows(draw))),
    )


def _windows(draw: Random) -> tuple[Window, ...]:
    opens, closes = draw.choice(_HOURS)
    return (Window(days=WEEK, from_=opens, to=closes),)


def _stop(draw: Random, stop: StopPublished) -> StopPublished:
    small = LockerSize(name="S", volume_ml=10_000, longest_side_mm=400, weight_g=5_000, count=2)
    large = LockerSize(name="L", volume_ml=60_000, longest_side_mm=None, weight_g=None, count=1)
    hub = stop.hub
    if hub is not None and draw.random() < 0.5:
        hub = _changed(hub, storage_ml=draw.choice((50_000, 200_000)), longest_wait_s=draw.choice((None, 3_600)))
    has_locker = draw.random() < 0.1
    meets = hub is None and not has_locker and draw.random() < 0.1
    return _changed(
        stop,
        zone_id=_ZONE if draw.random() < 0.1 else stop.zone_id,
        accepts=stop.accepts and draw.random() > 0.03,
        cut_off_s=draw.choice((0, 900, 3_600)),
        release_s=draw.choice((0, 1_800)),
        handling_classes=("ambient", "chilled") if draw.random() < 0.5 else ("ambient",),
        open=draw.choices((None, _windows(draw), ()), (80, 18, 2))[0],
        hub=hub,
        locker=Locker(sizes=(small, large), collect_s=7_200) if has_locker else None,
        meeting=Meeting(fallback_stop_id=None, reserves=draw.random() < 0.5) if meets else None,
    )


def _trip(draw: Random, trip: TripPublished) -> TripPublished:
    hold = Compartment(
        name="hold",
        volume_ml=draw.choice((20_000, 40_000, 120_000)),
        weight_g=draw.choice((10_000, 50_000)),
        pieces=draw.choice((1, 2, 5)),
        longest_side_mm=draw.choice((500, 1_200, None)),
        handling_classes=("ambient",),
    )
    box = _changed(hold, name="box", volume_ml=15_000, handling_classes=("chilled",))
    budget = DangerBudget(name="limited", classes=("3", "9"), gross_g=draw.choice((5_000, 20_000)))
    return _changed(
        trip,
        powertrain=draw.choice((Powertrain.DIESEL, Powertrain.ELECTRIC, Powertrain.UNKNOWN)),
        compartments=(hold, box) if draw.random() < 0.4 else (hold,),
        danger_budgets=(budget,) if draw.random() < 0.3 else (),
    )


def _parcel(draw: Random, parcel: ParcelRequested) -> ParcelRequested:
    times = draw.choices((1, 5, 40), (85, 12, 3))[0]
    span = parcel.due_at - parcel.ready_at
    less = timedelta(seconds=int(span.total_seconds() * draw.choice((0, 0, 0, 0.3, 0.6, 0.9))))
    late = draw.random() < 0.5
    weight_g = parcel.weight_g * draw.choice((1, times))
    dangerous = Dangerous(un_number="1263", danger_class=draw.choice(("3", "8")), gross_g=min(30_000, max(1, weight_g)))
    return _changed(
        parcel,
        ready_at=parcel.ready_at + (less if late else timedelta(0)),
        due_at=parcel.due_at - (timedelta(0) if late else less),
        volume_ml=parcel.volume_ml * times,
        weight_g=weight_g,
        pieces=draw.choices((1, 3), (9, 1))[0],
        longest_side_mm=draw.choice((0, 300, 600, 1_300)),
        handling_class=draw.choice(_CLASSES),
        value_millis=draw.choice((100, 400, parcel.value_millis, parcel.value_millis, parcel.value_millis)),
        dangerous=dangerous if draw.random() < 0.08 else None,
    )


def _bound(draw: Random, parcel: ParcelRequested, before: list[str]) -> ParcelRequested:
    """Now and then it comes after another, or belongs with one that is never requested."""
    chance = draw.random()
    if before and chance < 0.05:
        return _changed(parcel, after_parcel_id=draw.choice(before), after_gap_s=draw.choice((0, 3_600)))
    if chance > 0.98:
        return _changed(
            parcel,
            consignment=Consignment(consignment_id=f"C-{parcel.parcel_id}", parcels=2, bond=Bond.ALL_OR_NONE),
        )
    return parcel


def _changed(body: B, **fields: Any) -> B:
    """The body with these fields, read by the contract once more."""
    return type(body)(**{name: getattr(body, name) for name in type(body).model_fields} | fields)


_CHANGES: dict[type[Body], Callable[[Random, Any], Body]] = {
    AreaPublished: _area,
    StopPublished: _stop,
    TripPublished: _trip,
    ParcelRequested: _parcel,
}
