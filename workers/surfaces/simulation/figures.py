"""What a simulation found, for machines."""

from typing import Any

from workers.surfaces.simulation.overflow import Overflow, TripOverflow
from workers.surfaces.simulation.service_levels import LevelOutcome

_DIGITS = 6


def overflow_figures(overflow: Overflow) -> dict[str, Any]:
    """Shares are of the trips drawn."""
    return {
        "trips": len(overflow.trips),
        "times": overflow.times,
        "simulated_trips": overflow.simulated,
        "promised_share": round(overflow.promised, _DIGITS),
        "planned_share": round(overflow.planned, _DIGITS),
        "sold_out_share": round(overflow.sold_out, _DIGITS),
        "tolerance": round(overflow.tolerance, _DIGITS),
        "within_promise": overflow.within,
        "worst_trip": _trip_figures(overflow.worst, overflow.times),
    }


def level_figures(outcome: LevelOutcome) -> dict[str, Any]:
    """`promised_share` and `within_promise` are null where nothing was kept free."""
    figures = overflow_figures(outcome.overflow)
    if outcome.level is None:
        figures |= {"promised_share": None, "within_promise": None, "tolerance": None}
    return {
        "service_level": None if outcome.level is None else float(outcome.level),
        "served": outcome.served,
        "parcels": outcome.parcels,
        "value_millis": outcome.value_millis,
        **figures,
    }


def _trip_figures(trip: TripOverflow, times: int) -> dict[str, Any]:
    return {
        "trip_key": trip.trip_key,
        "stretches": trip.stretches,
        "promised_share": round(trip.promised, _DIGITS),
        "planned_share": round(trip.planned / times, _DIGITS),
        "sold_out_share": round(trip.sold_out / times, _DIGITS),
    }
