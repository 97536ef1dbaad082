"""The rules that a plan was made under, beyond sizes and times: a line each, for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.goods import GoodsClass
from contracts.stop import Hub, Locker, StopPublished
from contracts.windows import WEEK, Window, Windows
from contracts.zone import ZonePublished
from workers.surfaces.report import wording
from workers.surfaces.report.facts import PlanFacts

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class RuleInUse:
    """What kind of rule, where or for what it holds, and what it says."""

    kind: str
    name: str
    sentence: str


def rules_in_use(facts: PlanFacts) -> list[RuleInUse]:
    """Hubs, lockers, stops where one meets the bus, zones, goods, dangerous goods, holidays, returns, consignments."""
    return [
        *_places(facts),
        *(RuleInUse("zone", zone.name, _zone(zone)) for _, zone in sorted(facts.zones.items())),
        *_goods(facts),
        *_dangerous(facts),
        *_bonds(facts),
    ]


def _places(facts: PlanFacts) -> Iterator[RuleInUse]:
    stops = sorted(facts.stops.values(), key=lambda stop: (stop.name, stop.stop_id))
    for stop in stops:
        if stop.hub is not None:
            yield RuleInUse("hub", facts.place_name(stop.stop_id), _hub(stop.hub, stop.open))
        if stop.locker is not None:
            yield RuleInUse("locker", facts.place_name(stop.stop_id), _locker(stop.locker))
        if stop.meeting is not None:
            yield RuleInUse("meets the bus", facts.place_name(stop.stop_id), _meeting(facts, stop))
        if stop.open_exceptions:
            days = ", ".join(
                f"{wording.day(exception.date)} {_spans([(span.from_, span.to) for span in exception.spans])}"
                for exception in sorted(stop.open_exceptions, key=lambda exception: exception.date)[:_MOST_NAMED]
            )
            more = len(stop.open_exceptions) - _MOST_NAMED
            sentence = days if more <= 0 else f"{days} and {more} more"
            yield RuleInUse("holidays", facts.place_name(stop.stop_id), sentence)


def _hub(hub: Hub, open_: Windows) -> str:
    storage = "any volume" if hub.storage_ml is None else f"up to {wording.litres(hub.storage_ml)}"
    wait = "" if hub.longest_wait_s is None else f", at most {duration(hub.longest_wait_s)}"
    return f"{storage} may wait{wait}; {duration(hub.min_transfer_s)} to change; open {hours(open_)}"


def _locker(locker: Locker) -> str:
    sizes = ", ".join(f"{size.count} {size.name} of {wording.litres(size.volume_ml)}" for size in locker.sizes)
    kept = f"; kept {duration(locker.collect_s)} for collection" if locker.collect_s > 0 else ""
    return f"{sizes}{kept}"


def _meeting(facts: PlanFacts, stop: StopPublished) -> str:
    meeting = stop.meeting
    if meeting is None:
        return ""
    fallback = meeting.fallback_stop_id
    where = "to the end of the trip" if fallback is None else f"to {facts.place_name(fallback)}"
    kept = "its space is kept until there" if meeting.reserves else "if there is space"
    return f"when nobody comes it rides on {where}; {kept}"


def _zone(zone: ZonePublished) -> str:
    who = "any vehicle" if zone.powertrains is None else f"{' or '.join(kind.value for kind in zone.powertrains)} only"
    since = "" if zone.holds_from is None else f"; from {wording.day(zone.holds_from)} on"
    exempt = f"; not {', '.join(zone.exempt_operator_ids)}" if zone.exempt_operator_ids else ""
    return f"{who}, {hours(zone.windows)}{since}{exempt}"


def _goods(facts: PlanFacts) -> Iterator[RuleInUse]:
    for goods in () if facts.area is None else facts.area.goods:
        yield RuleInUse("goods", goods.handling_class, _goods_class(goods))


def _goods_class(goods: GoodsClass) -> str:
    if goods.excluded:
        return "not carried"
    said = [] if goods.carried_as is None else [f"carried as {goods.carried_as}"]
    if goods.longest_outside_s > 0:
        said.append(f"at most {duration(goods.longest_outside_s)} at a time where nobody takes it as such")
    if goods.longest_total_s is not None:
        said.append(f"at most {duration(goods.longest_total_s)} from hand-in to collection")
    return "; ".join(said) or "only where it is offered"


def _dangerous(facts: PlanFacts) -> Iterator[RuleInUse]:
    trips: dict[tuple[str, str], int] = {}
    for trip in facts.trips.values():
        for budget in trip.danger_budgets:
            key = (budget.name, f"{wording.kilograms(budget.gross_g)} gross of {_classes(budget.classes)} per vehicle")
            trips[key] = trips.get(key, 0) + 1
    for (name, what), number in sorted(trips.items()):
        yield RuleInUse("dangerous goods", name, f"{what}, on {number:,} of {len(facts.trips):,} trips")


def _classes(classes: tuple[str, ...]) -> str:
    return f"class {classes[0]}" if len(classes) == 1 else f"classes {', '.join(classes)}"


def _bonds(facts: PlanFacts) -> Iterator[RuleInUse]:
    parcels = facts.parcels
    returning = sum(parcel.after_parcel_id is not None for parcel in parcels)
    if returning > 0:
        verb = "waits" if returning == 1 else "wait"
        yield RuleInUse("after another", "", f"{wording.parcels(returning)} {verb} until another one came")
    bonds = {parcel.consignment.consignment_id: parcel.consignment for parcel in parcels if parcel.consignment}
    together = sum(consignment.bond == "together" for consignment in bonds.values())
    if bonds:
        sentence = f"{together:,} on the same vehicles, {len(bonds) - together:,} all or none"
        yield RuleInUse("consignments", f"{len(bonds):,}", sentence)


def hours(windows: Windows) -> str:
    """`Mon-Fri 06:00-19:00, Sat 08:00-12:00`; `always`; `never`."""
    if windows is None:
        return "always"
    return ", ".join(f"{_days(window)} {window.from_}-{window.to}" for window in windows) or "never"


def _days(window: Window) -> str:
    """Days that follow each other are one stretch."""
    stretches: list[list[int]] = []
    for day in sorted(WEEK.index(day) for day in window.days):
        if stretches and stretches[-1][-1] == day - 1:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    names = [WEEK[at].value.capitalize() for at in range(len(WEEK))]
    return " ".join(names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}" for days in stretches)


def _spans(spans: list[tuple[str, str]]) -> str:
    return " ".join(f"{first}-{last}" for first, last in spans) or "closed"


def duration(seconds: int) -> str:
    """`45 s`, `20 min`, `1 h 30 min`, `24 h`."""
    if seconds < 60 or seconds % 60:
        return f"{seconds:,}\u00a0s"
    whole, minutes = divmod(seconds // 60, 60)
    parts = [f"{whole:,}\u00a0h"] if whole else []
    return " ".join([*parts, *([f"{minutes}\u00a0min"] if minutes else [])])
