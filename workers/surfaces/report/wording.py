"""Quantities, instants and reasons as a reader wants them: user units, local clock, whole sentences."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.reasons import UnmatchedReason
from contracts.trip import Call, TripPublished
from contracts.unmatched import Dimension

NOT_LIMITED = "not limited"
_SPACE = "\u00a0"
"""Between a number and its unit: no line breaks there."""

REASONS: dict[UnmatchedReason, tuple[str, str]] = {
    UnmatchedReason.UNKNOWN_STOP: ("Unknown place", "The origin or the destination is no place of this timetable."),
    UnmatchedReason.NO_TIMETABLE: ("No timetable", "No day on which the parcel could travel is published."),
    UnmatchedReason.NO_JOURNEY: (
        "No journey",
        "No trips lead from origin to destination, at any time, by places that take parcels.",
    ),
    UnmatchedReason.TOO_LARGE: (
        "Too large",
        "The parcel does not even fit into the empty vehicles, hubs and lockers.",
    ),
    UnmatchedReason.HANDLING_NOT_OFFERED: (
        "Handling not offered",
        "A place or a vehicle on the way does not take goods of this kind, or not for so long.",
    ),
    UnmatchedReason.ZONE_CLOSED: (
        "Zone closed",
        "A zone does not let the vehicles that could carry it load or unload there, or not at those times.",
    ),
    UnmatchedReason.STOP_CLOSED: ("Stop closed", "Nobody is there to give or take the parcel when the trips call."),
    UnmatchedReason.CUT_OFF_MISSED: (
        "Ready too late",
        "The parcel cannot be handed in early enough for any trip that still runs.",
    ),
    UnmatchedReason.DUE_TOO_EARLY: ("Due too early", "No journey brings the parcel there by the time it is due."),
    UnmatchedReason.TOO_LONG_ON_THE_WAY: (
        "Too long on the way",
        "Every journey takes longer, from hand-in to collection, than these goods bear.",
    ),
    UnmatchedReason.WAITS_FOR_PARCEL: (
        "Waits for another parcel",
        "The parcel it comes after has no journey, or arrives too late for it.",
    ),
    UnmatchedReason.NOT_WORTH_ITS_COST: (
        "Not worth its cost",
        "Every journey costs at least as much as the parcel is worth.",
    ),
    UnmatchedReason.CONSIGNMENT_INCOMPLETE: (
        "Consignment incomplete",
        "Another parcel of its consignment is missing or cannot travel.",
    ),
    UnmatchedReason.CAPACITY_SOLD_OUT: (
        "Sold out",
        "There are journeys, but what other parcels leave free is too little.",
    ),
    UnmatchedReason.WITHDRAWN: ("Withdrawn", "The shipper took the request back."),
}
"""A title and a sentence for each reason."""


def count(number: int) -> str:
    """`1,240`."""
    return f"{number:,}"


def parcels(number: int) -> str:
    """`1 parcel`, `12 parcels`."""
    return "1 parcel" if number == 1 else f"{number:,} parcels"


def litres(volume_ml: int) -> str:
    """`18 l`, `0.5 l`."""
    return f"{_trimmed(volume_ml / 1000)}{_SPACE}l"


def kilograms(weight_g: int) -> str:
    """`4.2 kg`."""
    return f"{_trimmed(weight_g / 1000)}{_SPACE}kg"


def euros(millis: int) -> str:
    """`€1,234.50`."""
    sign = "−" if millis < 0 else ""
    return f"{sign}€{abs(millis) / 1000:,.2f}"


def percent(share: float) -> str:
    """`87 %`; never 100 % for less, never 0 % for more."""
    if share == float("inf"):
        return f"over 100{_SPACE}%"
    hundredths = round(share * 100)
    if hundredths == 100 and share < 1:
        return f"over 99{_SPACE}%"
    if hundredths == 0 and share > 0:
        return f"under 1{_SPACE}%"
    return f"{hundredths:,}{_SPACE}%"


def quantity(amount: int | None, dimension: Dimension) -> str:
    """An amount in the unit of its dimension."""
    if amount is None:
        return NOT_LIMITED
    if dimension is Dimension.VOLUME:
        return litres(amount)
    return kilograms(amount) if dimension is Dimension.WEIGHT else f"{amount:,}{_SPACE}pcs"


def day(on: date) -> str:
    """`Tue 24 Nov 2026`."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def clock(instant: datetime, zone: ZoneInfo | None, on: date | None) -> str:
    """Local time, `07:10`; with the day before it when that is not `on`: `Wed 25 Nov 00:35`."""
    local = instant if zone is None else instant.astimezone(zone)
    time_of_day = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return time_of_day if local.date() == on else f"{local:%a} {local.day} {local:%b} {time_of_day}"


def call_times(call: Call, trip: TripPublished) -> str:
    """`08:02`, or `08:02 – 08:05` when the trip waits; with the date when it is not the service date."""
    arrival = clock(call.arrival, None, trip.service_date)
    if call.arrival == call.departure:
        return arrival
    return f"{arrival} – {clock(call.departure, None, call.arrival.date())}"


def route_label(trip: TripPublished) -> str:
    """Its route's name, `V12 Valmiera - Alūksne`; the route's id when it has none."""
    return trip.route_name or trip.route_id


def _trimmed(number: float) -> str:
    """One decimal, none from 1,000 on or when it is 0."""
    text = f"{number:,.0f}" if number >= 1000 else f"{number:,.1f}"
    return text.removesuffix(".0")
