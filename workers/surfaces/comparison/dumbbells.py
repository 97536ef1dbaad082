"""The served share of each place in either plan, as a dumbbell: a ring for the first, a dot for the second."""

from collections.abc import Sequence
from dataclasses import dataclass

from workers.surfaces.comparison.comparison import PlaceServed
from workers.surfaces.report import wording

WIDTH = 1000.0
ROWS = 60
_LEFT, _RIGHT, _TOP, _ROW = 230.0, 150.0, 30.0, 21.0
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One place."""

    y: float
    name: str
    before: float
    """x of the ring."""
    after: float
    """x of the dot."""
    css: str
    said: str
    """`3 → 5 of 8`."""
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """In units of the viewBox; `ticks` are x and text."""

    width: float
    height: float
    bottom: float
    dumbbells: list[Dumbbell]
    ticks: list[tuple[float, str]]


def chart_of(places: Sequence[PlaceServed]) -> Chart:
    """The first ROWS places, in their order: those that lose most on top."""
    shown = places[:ROWS]
    bottom = _TOP + _ROW * len(shown)
    return Chart(
        width=WIDTH,
        height=bottom + 12.0,
        bottom=bottom,
        dumbbells=[_dumbbell(place, _TOP + _ROW * (row + 0.5)) for row, place in enumerate(shown)],
        ticks=[(_x(share), wording.percent(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)],
    )


def change_class(place: PlaceServed) -> str:
    """How a place's change is coloured: `lost`, `gained`, `never` (served in neither plan) or `same`."""
    if place.change < 0:
        return "lost"
    if place.change > 0:
        return "gained"
    return "never" if place.after == 0 else "same"


def said_of(place: PlaceServed) -> str:
    """`3 → 5 of 8`; `5 of 8` where nothing changes."""
    if place.before == place.after:
        return f"{place.after:,} of {place.requested:,}"
    return f"{place.before:,} → {place.after:,} of {place.requested:,}"


def _dumbbell(place: PlaceServed, y: float) -> Dumbbell:
    return Dumbbell(
        y=y,
        name=place.name if len(place.name) <= _LONGEST_NAME else f"{place.name[: _LONGEST_NAME - 1]}…",
        before=_x(place.share_before),
        after=_x(place.share_after),
        css=change_class(place),
        said=said_of(place),
        title=f"{place.name}: {said_of(place)} parcels travel",
    )


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)
