"""Small but nasty worlds for Hypothesis, made as text so that a failing one can be read and kept.

A world is nasty in a few ways at once, seldom in all: where everything is scarce nothing gets far enough
to be refused for the last reasons. Times lie on a grid and amounts are few, so that rules are met
exactly, or missed by one second or one millilitre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from functools import lru_cache

from hypothesis import strategies as st

from tests.worlds.world import World, world


class Nasty(Enum):
    """A way to be nasty."""

    CLOCK_CHANGE = auto()
    NIGHT = auto()
    SHORT_NOTICE = auto()
    CUT_OFF = auto()
    OPENING = auto()
    ZONE = auto()
    CLASSES = auto()
    HANDLING = auto()
    STORAGE = auto()
    CAPACITY = auto()
    SEGMENTS = auto()
    CALLS = auto()
    TIMETABLE = auto()
    PLACES = auto()
    READY = auto()
    DUE = auto()
    VALUE = auto()
    SIZE = auto()
    WITHDRAWN = auto()
    RIVALS = auto()
    HOLIDAY = auto()
    LONGEST_WAIT = auto()
    LOCKER = auto()
    MEETING = auto()
    GOODS = auto()
    TOTAL = auto()
    DANGER = auto()
    AFTER = auto()
    TOGETHER = auto()
    ALL_OR_NONE = auto()
    ZONE_DATES = auto()


_CLOCK_CHANGES = ("2026-10-25", "2026-03-29")
"""Sundays on which Riga's clocks go back at 04:00 and forward at 03:00."""
_OPENINGS = (
    "open 06:00-22:00",
    "open 07:00-12:00",
    "open 07:00-07:30, 08:00-12:00",
    "open 22:00-07:30",
    "open Su 20:00-03:30",
    "open 03:30-04:30",
    "open Sa-Su 00:00-24:00",
    "open 07:30",
    "open 08:00",
    "open never",
)
_OFFERS = (
    "hold 12 l 9 kg 3 pcs",
    "hold 10 l",
    "hold 5 l",
    "hold 4999 ml",
    "hold 20 l 2 kg",
    "hold 1 pcs",
    "hold 10 l  box 5 l 2 kg",
    "hold 5 l  box 4999 ml 30 cm ambient chilled",
    "hold 0 l  box chilled",
    "hold 30 cm",
)
_OVERRIDES = ("hold 0-1 5 l", "hold 1-2 0 pcs", "hold 0-1 1 pcs", "hold 0-2 6 l  hold 1-2 any l 4 kg", "hold 0-1 9 l")
_ZONES = ("diesel", "electric bicycle", "08:00-11:00", "diesel electric  07:30-08:00", "never", "21:00-08:00")
_VALUES = ("value 0.10", "value 0.20", "value 0.45", "value 0.46", "value 0.80", "value 0.101", "value 0", "value 3")


_OFTEN = (
    Nasty.READY,
    Nasty.READY,
    Nasty.CUT_OFF,
    Nasty.DUE,
    Nasty.VALUE,
    Nasty.CAPACITY,
    Nasty.CAPACITY,
    Nasty.STORAGE,
    Nasty.RIVALS,
    Nasty.RIVALS,
    Nasty.RIVALS,
    Nasty.RIVALS,
    Nasty.TOTAL,
    *(3 * (Nasty.VALUE, Nasty.READY, Nasty.DUE)),
    *(2 * (Nasty.DANGER, Nasty.AFTER, Nasty.ZONE_DATES, Nasty.LONGEST_WAIT, Nasty.MEETING, Nasty.HOLIDAY)),
)
_WAYS = st.sampled_from([*Nasty, *_OFTEN])

_LOCKERS = (
    "locker S 4 l, M 6 l",
    "locker S 5 l x2, M 40 l 30 cm",
    "locker M 5 l 3 kg, L 40 l x2",
    "locker S 1 l, M 4 l x2, L 40 l  collect 30",
    "locker L 40 l  collect 10",
    "locker L 40 l x2  collect 24 h",
)
_MEETINGS = (
    "meeting",
    "meeting reserves",
    "meeting fallback A reserves",
    "meeting fallback B reserves",
    "meeting fallback C reserves",
    "meeting fallback B",
)
_GOODS = (
    "goods chilled  outside 5  total 35",
    "goods chilled  outside 10  total 60",
    "goods chilled  outside 29 min  total 20",
    "goods fresh  as ambient  total 30",
    "goods fresh  as ambient  total 20",
    "goods fresh  as chilled  outside 10  total 40",
    "goods fresh  as chilled",
    "goods fresh  excluded",
    "goods ambient  total 45",
    "goods ambient  total 20",
    "goods ambient  as chilled  outside 25 h",
)
_DANGER = (
    "danger all 3 9 4 kg",
    "danger paint 3 1 kg",
    "danger paint 3 2 kg  danger all 3 4.1 9 2999 g",
    "danger nine 9 0 g  danger paint 3 30 kg",
    "danger solids 4.1 9 30 kg",
)
_GAPS = ("", " gap 5", " gap 10", " gap 30", " gap 24 h")


@lru_cache(maxsize=4096)
def _one_of(options: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


@dataclass(frozen=True)
class _Sketch:
    """What the lines of one world have in common, and how they are drawn."""

    draw: st.DrawFn
    nasty: frozenset[Nasty]
    day: date
    first_hour: int
    places: tuple[str, ...]

    @property
    def has_zone(self) -> bool:
        return bool(self.nasty & {Nasty.ZONE, Nasty.ZONE_DATES})

    def one(self, options: Sequence[str]) -> str:
        """One of these; smaller examples take the first."""
        return self.draw(_one_of(tuple(options)))

    def maybe(self, way: Nasty, options: Sequence[str], *, otherwise: str = "", plain: int = 1) -> str:
        """In a world nasty in this way one of these or `plain` times as likely nothing special."""
        if way not in self.nasty:
            return otherwise
        return self.one([otherwise] * (plain * len(options)) + list(options))


@st.composite
def small_worlds(draw: st.DrawFn) -> World:
    """Worlds of 3 or 4 places, 2 to 6 trips and 1 to 5 parcels; every unmatched reason occurs often."""
    sketch = _sketch(draw)
    lines = [_now(sketch), f"day {sketch.day}", _area(sketch)]
    lines += _goods(sketch)
    if sketch.has_zone:
        lines.append(_zone(sketch))
    hubs = len(sketch.places) if Nasty.LONGEST_WAIT in sketch.nasty else int(sketch.one("1223"))
    lines += [_place(sketch, name, is_hub=index < hubs) for index, name in enumerate(sketch.places)]
    lines += [_trip(sketch, f"T{number}") for number in range(1, int(sketch.one("34562")) + 1)]
    lines += _timetable(sketch)
    lines += _parcels(sketch, int(sketch.one("34521")))
    if sketch.maybe(Nasty.WITHDRAWN, ["P1"]):
        lines.append("withdrawn P1")
    return world("\n".join(lines))


def _sketch(draw: st.DrawFn) -> _Sketch:
    ways = [draw(_WAYS) for _ in range(int(draw(_one_of(tuple("23456")))))]
    nasty = frozenset(Nasty) if draw(_one_of(("some",) * 11 + ("all",))) == "all" else frozenset(ways)
    day, first_hour = "2026-11-23", 7
    if Nasty.CLOCK_CHANGE in nasty:
        day, first_hour = draw(_one_of(_CLOCK_CHANGES)), 2
    elif Nasty.NIGHT in nasty:
        first_hour = 23
    places = "ABCDE"[: int(draw(_one_of(tuple("3334"))))]
    return _Sketch(draw, nasty, date.fromisoformat(day), first_hour, tuple(places))


def _goods(sketch: _Sketch) -> list[str]:
    if Nasty.GOODS in sketch.nasty:
        return [sketch.one(_GOODS[:3]), sketch.one(_GOODS[3:])]
    total = sketch.maybe(Nasty.TOTAL, [f"goods ambient  total {minutes}" for minutes in (5, 10, 20, 35)], plain=0)
    return [total] if total else []


def _zone(sketch: _Sketch) -> str:
    days = [str(sketch.day + timedelta(days=later)) for later in (0, 1, 2)]
    return _line(
        f"zone {sketch.one('ZZZY')}",  # Y: zone Z is not published
        sketch.one(_ZONES),
        sketch.maybe(Nasty.ZONE_DATES, [f"from {day}" for day in days], plain=0),
        sketch.maybe(Nasty.ZONE_DATES, ["exempt vtu"]),
    )


def _now(sketch: _Sketch) -> str:
    if Nasty.SHORT_NOTICE in sketch.nasty:
        return f"now {sketch.day} {sketch.first_hour:02}:{sketch.one(('00', '10', '20'))}"
    return f"now {sketch.day - timedelta(days=1)} 12:00"


def _area(sketch: _Sketch) -> str:
    notice = sketch.maybe(Nasty.SHORT_NOTICE, ["notice 10 min", "notice 61 s"])
    costs = ["costs leg 0 transfer 0 storage 0", "costs storage 0.1", "costs transfer 2 storage 0.2"]
    return _line("area test", notice, sketch.maybe(Nasty.VALUE, costs))


def _place(sketch: _Sketch, name: str, *, is_hub: bool) -> str:
    clauses = [
        sketch.maybe(Nasty.CUT_OFF, ["cut_off 10", "cut_off 15", "cut_off 1 s"]),
        sketch.maybe(Nasty.CUT_OFF, ["release 10", "release 30", "release 1 s"]),
        sketch.maybe(Nasty.HANDLING, ["handling 20 s"], plain=0),
        sketch.maybe(Nasty.OPENING, _OPENINGS),
        sketch.one(["", "zone Z"]) if sketch.has_zone else "",
        _classes(sketch),
        sketch.maybe(Nasty.PLACES, ["no parcels"], plain=4),
    ]
    clauses += [sketch.maybe(Nasty.HOLIDAY, _holidays(sketch)), *_keeper(sketch, is_hub=is_hub)]
    if is_hub:
        storages = ["storage 0 l", "storage 4999 ml", "storage 5 l", "storage 9999 ml", "storage 10 l"]
        clauses.append(sketch.maybe(Nasty.STORAGE, storages))
        clauses.append(sketch.one(["", "", "transfer 5", "transfer 10"]))
        clauses.append(
            sketch.maybe(Nasty.LONGEST_WAIT, [f"longest_wait {minutes}" for minutes in (10, 20, 40, 300)], plain=0)
        )
    return _line(f"{'hub' if is_hub else 'place'} {name}", *clauses)


def _classes(sketch: _Sketch) -> str:
    """What a place takes; without a word about chilled goods in the world that matters little."""
    if Nasty.GOODS in sketch.nasty:
        return sketch.one(["classes ambient chilled", "classes ambient", "classes chilled", "classes ambient fresh"])
    return sketch.maybe(Nasty.CLASSES, ["classes chilled"], otherwise="classes ambient chilled", plain=5)


def _keeper(sketch: _Sketch, *, is_hub: bool) -> list[str]:
    """A locker, or nobody at all."""
    met = "" if is_hub else sketch.maybe(Nasty.MEETING, _MEETINGS, plain=0)
    return [met, "" if met else sketch.maybe(Nasty.LOCKER, _LOCKERS)]


def _holidays(sketch: _Sketch) -> list[str]:
    days = [str(sketch.day + timedelta(days=later)) for later in (-1, 0, 1)]
    hours = ["never", "07:00-08:00", "07:30-07:30, 08:10-23:00", "22:00-02:00"]
    return [f"except {day} {span}" for day in days for span in hours]


def _trip(sketch: _Sketch, name: str) -> str:
    day = sketch.day + timedelta(days=int(sketch.one("00001")))
    minute = sketch.first_hour * 60 + 10 * int(sketch.one("0123469"))
    calls = int(sketch.one("33442"))
    clauses = []
    stop = sketch.one(sketch.places)
    for _ in range(calls):
        dwell = int(sketch.one("005"))
        clauses.append(f"{stop} {_clock(minute)}/{_clock(minute + dwell)}{_call_extra(sketch)}")
        minute += dwell + 5 * int(sketch.one("22401"))
        stop = sketch.one([place for place in sketch.places if place != stop])
    offered = sketch.maybe(Nasty.CAPACITY, _OFFERS, otherwise=_plain_offer(sketch), plain=0)
    clauses.append(sketch.maybe(Nasty.TIMETABLE, ["no compartments"], otherwise=offered, plain=8))
    if calls > 2 and clauses[-1].startswith("hold"):
        clauses.append(sketch.maybe(Nasty.SEGMENTS, _OVERRIDES))
    clauses.append(sketch.maybe(Nasty.DANGER, _DANGER, plain=0))
    clauses.append(sketch.one(["diesel", "electric", "bicycle"]) if sketch.has_zone else "diesel")
    clauses.append(sketch.maybe(Nasty.ZONE_DATES, ["operator vtu"]))
    return _line(f"trip {name} {day}", *clauses)


def _plain_offer(sketch: _Sketch) -> str:
    several = sketch.nasty & {Nasty.CLASSES, Nasty.GOODS}
    return "hold ambient chilled  box 8 l chilled" if several else "hold"


def _call_extra(sketch: _Sketch) -> str:
    forbidden = sketch.maybe(Nasty.CALLS, [" no pickup", " no drop_off"], plain=3)
    return forbidden + sketch.maybe(Nasty.HANDLING, [" budget 0", " budget 20 s", " budget 40 s"])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _timetable(sketch: _Sketch) -> list[str]:
    """A date may be incomplete, without a marker, or complete without any trip."""
    said = sketch.maybe(Nasty.TIMETABLE, ["trips 99", "missing", "trips 0"])
    days = {"trips 0": 2}.get(said, 0)
    return [f"timetable {sketch.day + timedelta(days=days)}  {said}"] if said else []


def _parcels(sketch: _Sketch, count: int) -> list[str]:
    """Each by itself, but for those that belong together; some of them, now and then, not quite."""
    names = [f"P{number}" for number in range(1, count + 1)]
    wishes = {name: _wish(sketch) for name in names}
    if Nasty.RIVALS in sketch.nasty:
        wishes = {name: sketch.one([wishes["P1"], wishes["P1"], wish]) for name, wish in wishes.items()}
    consigned: dict[str, str] = {}
    for bond, way in (("together", Nasty.TOGETHER), ("all_or_none", Nasty.ALL_OR_NONE)):
        left = [name for name in names if name not in consigned]
        if way in sketch.nasty and len(left) > 1:
            members = left[: int(sketch.one("223"))]
            told = len(members) + int(sketch.one("00000001"))
            consigned |= dict.fromkeys(members, f"consignment {bond[0]} {told} {bond}")
            if bond == "together":
                wishes |= dict.fromkeys(members[int(sketch.one("11111112")) - 1 :], wishes[members[0]])
    return [_line(_parcel(sketch, name, wishes[name]), consigned.get(name, "")) for name in names]


def _wish(sketch: _Sketch) -> str:
    """All that parcels have in common that travel together."""
    known = list(sketch.places)
    origin = sketch.maybe(Nasty.PLACES, ["X"], otherwise=sketch.one(known), plain=6)
    elsewhere = [place for place in known if place != origin]
    destination = sketch.maybe(Nasty.PLACES, ["Y"], otherwise=sketch.one(elsewhere), plain=6)
    return _line(
        f"{origin} -> {destination}",
        sketch.maybe(Nasty.GOODS, ["chilled", "fresh"], otherwise=sketch.maybe(Nasty.CLASSES, ["chilled"])),
        *_times(sketch),
        sketch.maybe(Nasty.AFTER, [f"after {name}{gap}" for name in ("P1", "P1", "P2", "P9") for gap in _GAPS]),
    )


def _parcel(sketch: _Sketch, name: str, wish: str) -> str:
    wish = "  ".join(clause for clause in wish.split("  ") if not clause.startswith(f"after {name}"))
    return _line(
        f"parcel {name}",
        wish,
        sketch.one(["5 l", "4 l", "1 l", "5001 ml"]),
        sketch.maybe(Nasty.SIZE, ["31 l", "8 l", "9001 g", "4 kg", "2 pcs", "30 cm", "301 mm"]),
        sketch.maybe(Nasty.DANGER, ["dangerous 3", "dangerous 9 2 kg", "dangerous 3 999 g", "dangerous 4.1"]),
        sketch.maybe(Nasty.VALUE, _VALUES, otherwise=sketch.one(["value 10", "value 9", "value 7"])),
    )


def _times(sketch: _Sketch) -> tuple[str, str]:
    """Usually room enough, sometimes just enough, sometimes another time altogether."""
    day, hour = sketch.day, sketch.first_hour
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    if sketch.maybe(Nasty.TIMETABLE, ["long before"], plain=3):
        return f"ready {before - timedelta(days=5)} 12:00", f"due {sketch.one([f'{before} 12:30', f'{after} 23:00'])}"
    late = [f"{day} {hour:02}:{minute}" for minute in ("00", "10", "10:01", "30", "40", "50")]
    ready = sketch.maybe(Nasty.READY, [*late, f"{after} 07:40"], otherwise=f"{before} 12:00")
    next_day, next_hour = (day, hour + 1) if hour < 23 else (after, 0)
    early = [f"{next_day} {next_hour:02}:{minute}" for minute in ("00", "09:59", "10", "30")]
    early += [f"{day} {hour:02}:20", f"{day} {hour:02}:40"] if ready.startswith(str(before)) else []
    usual = f"{after + timedelta(days=1)} 23:00"
    due = usual if ready.startswith(str(after)) else sketch.maybe(Nasty.DUE, early, otherwise=usual)
    return f"ready {ready}", f"due {due}"


def _line(*clauses: str) -> str:
    return "  ".join(clause for clause in clauses if clause)
