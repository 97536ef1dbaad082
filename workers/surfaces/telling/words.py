"""Words that several answers share: local times, a parcel in short, a leg."""

from collections.abc import Sequence
from datetime import date

from workers.surfaces.report import wording
from workers.views.names import Names
from workers.views.rows import LegRow, RequestRow


def when(names: Names, instant: int, on: date | None = None) -> str:
    """`Mon 23 Nov 06:55`, local; only the time when it is on the day that is spoken of."""
    return wording.clock(names.local(instant), None, on)


def day_of(names: Names, instant: int) -> date:
    """The local day of an instant."""
    return names.local(instant).date()


def goods(request: RequestRow) -> str:
    """`4.2 kg, 18 l, 1 piece, ambient`."""
    weight, volume = wording.kilograms(request.weight_g), wording.litres(request.volume_ml)
    return f"{weight}, {volume}, {pieces(request.pieces)}, {request.handling_class}"


def who(request: RequestRow) -> str:
    """`bakery-3 (order 8812)`; without a shipper the source of the event."""
    name = request.shipper_id or request.source
    return f"{name} ({request.reference})" if request.reference else name


def ride(names: Names, leg: LegRow, on: date | None) -> str:
    """`V12 Valmiera - Alūksne 07:10 Valmieras autoosta → 08:02 Smiltenes autoosta`."""
    board, alight = when(names, leg.board_at, on), when(names, leg.alight_at, day_of(names, leg.board_at))
    return (
        f"{names.route(leg.trip_key)} {board} {names.place(leg.board_stop_id)}"
        f" → {alight} {names.place(leg.alight_stop_id)}"
    )


def rides(names: Names, legs: Sequence[LegRow]) -> str:
    """Its legs one after the other, the day where it changes."""
    days = [None, *(day_of(names, leg.alight_at) for leg in legs)]
    return ", then ".join(ride(names, leg, day) for leg, day in zip(legs, days, strict=False))


def pieces(number: int) -> str:
    """`1 piece`, `12 pieces`."""
    return "1 piece" if number == 1 else f"{number:,} pieces"
