"""What the rules of the road cost: a real day decided with all of them on, against the same day without.

All rules are there, at every stop and on every trip, but they are mild: what takes longer is looking at
them, not another day. Both are decided in turns by the same worker in this process.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any, TypeVar

from contracts.area import AreaPublished, Language
from contracts.event import Event
from contracts.goods import DangerBudget, Dangerous, GoodsClass
from contracts.instants import epoch_s
from contracts.parcel import Bond, Consignment, ParcelRequested
from contracts.stop import Locker, LockerSize, Meeting, OpenException, StopPublished
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.windows import Span
from contracts.zone import Powertrain, ZonePublished
from tests.benchmarks.figure import Figure
from tests.benchmarks.plan import KODIS, NORD_TRONDELAG, Day, load_day
from tests.benchmarks.shared_data import real_feed
from workers.compose import decide_offline
from workers.matching.make_decider import SolveSettings

B = TypeVar("B", bound=Body)

SEED = 5
RUNS = 2
GOAL = 1.5
_SOLVE = SolveSettings(seed=1, time_limit_s=10)
_CLASSES = ("ambient", "chilled")
_SOURCE = "urn:ridealong:shipper:bench"
"""A consignment comes from one source."""


def figures() -> Iterator[Figure]:
    """Seconds from the events to the decisions. Raises Skipped where a feed is absent."""
    for day in (NORD_TRONDELAG, KODIS):
        inputs = load_day(day, real_feed(day.feed))
        decide = partial(_seconds, now=epoch_s(inputs.now))
        ruled = with_all_rules(inputs.events)
        took = [(decide(inputs.events), decide(ruled)) for _ in range(RUNS)]
        plain_s, ruled_s = (min(column) for column in zip(*took, strict=True))
        yield from _figures(day, plain_s, ruled_s)


def _figures(day: Day, plain_s: float, ruled_s: float) -> Iterator[Figure]:
    yield Figure(f"rules: {day.name}, plain", plain_s, "s")
    yield Figure(f"rules: {day.name}, all rules on", ruled_s, "s")
    yield Figure(f"rules: {day.name}, all against plain", ruled_s / plain_s, "times", GOAL)


def _seconds(events: Sequence[Event], now: int) -> float:
    started = time.perf_counter()
    decide_offline(events, now, _SOLVE)
    return time.perf_counter() - started


def with_all_rules(events: Sequence[Event]) -> list[Event]:
    """The events of a day with every rule on."""
    draw = Random(SEED)
    ruled: list[Event] = []
    last: ParcelRequested | None = None
    for event in events:
        body = event.data
        if isinstance(body, AreaPublished):
            ruled += [replace(event, data=_area(body)), replace(event, id=f"{event.id}-zone", data=_zone())]
        elif isinstance(body, StopPublished):
            ruled.append(replace(event, data=_stop(draw, body)))
        elif isinstance(body, TripPublished):
            ruled.append(replace(event, data=_trip(body)))
        elif isinstance(body, ParcelRequested):
            last = _parcel(draw, body, last)
            ruled.append(replace(event, source=_SOURCE, data=last))
        else:
            ruled.append(event)
    return ruled


def _area(area: AreaPublished) -> AreaPublished:
    chilled = GoodsClass(handling_class="chilled", longest_outside_s=3_600, longest_total_s=24 * 3_600)
    return _changed(area, goods=(chilled, GoodsClass(handling_class="live", excluded=True)), language=Language.LATVIAN)


def _zone() -> ZonePublished:
    return ZonePublished(
        zone_id="zone", name="Zone", powertrains=tuple(Powertrain), windows=None, exempt_operator_ids=("nobody",)
    )


def _stop(draw: Random, stop: StopPublished) -> StopPublished:
    sizes = (
        LockerSize(name="S", volume_ml=20_000, longest_side_mm=500, weight_g=None, count=100),
        LockerSize(name="L", volume_ml=500_000, longest_side_mm=None, weight_g=None, count=100),
    )
    hub = None if stop.hub is None else _changed(stop.hub, longest_wait_s=6 * 3_600)
    return _changed(
        stop,
        zone_id="zone",
        handling_classes=_CLASSES if draw.random() < 0.9 else ("ambient",),
        open_exceptions=(OpenException(date=date(2018, 12, 25), spans=(Span(from_="08:00", to="12:00"),)),),
        hub=hub,
        locker=Locker(sizes=sizes, collect_s=3_600) if hub is not None else None,
        meeting=Meeting(fallback_stop_id=None, reserves=True) if hub is None and draw.random() < 0.3 else None,
    )


def _trip(trip: TripPublished) -> TripPublished:
    limited = DangerBudget(name="limited quantities", classes=("3", "9"), gross_g=200_000)
    offers = tuple(_changed(offer, handling_classes=_CLASSES) for offer in trip.compartments)
    return _changed(trip, compartments=offers, danger_budgets=(limited,))


def _parcel(draw: Random, parcel: ParcelRequested, last: ParcelRequested | None) -> ParcelRequested:
    """Some are chilled, some dangerous, some come after the one before or belong with it."""
    if last is not None and last.consignment is not None and last.consignment.consignment_id == last.parcel_id:
        return _changed(parcel, consignment=last.consignment)
    chance = draw.random()
    if chance < 0.1:
        return _changed(parcel, handling_class="chilled")
    if chance < 0.15:
        return _changed(parcel, dangerous=Dangerous(un_number="1263", danger_class="3", gross_g=2_000))
    if chance < 0.2 and last is not None:
        due_at = max(parcel.due_at, last.due_at + timedelta(hours=12))
        return _changed(parcel, after_parcel_id=last.parcel_id, after_gap_s=1_800, due_at=due_at)
    if chance < 0.23:
        pair = Consignment(consignment_id=parcel.parcel_id, parcels=2, bond=Bond.ALL_OR_NONE)
        return _changed(parcel, consignment=pair)
    return parcel


def _changed(body: B, **fields: Any) -> B:
    """The body with these fields, read by the contract once more."""
    return type(body)(**{name: getattr(body, name) for name in type(body).model_fields} | fields)
