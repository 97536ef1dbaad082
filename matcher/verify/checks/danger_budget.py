"""No vehicle carries more dangerous goods at a time than it may."""

from collections import defaultdict

from contracts.trip import TripPublished
from matcher.verify.checks.finding import Findings
from matcher.verify.room import Aboard, Load, Room


def danger_budget(room: Room) -> Findings:
    """On each segment all dangerous goods of the classes that a budget names keep to its gross mass.

    Where all of them are aboard already, it is the budget that shrank.
    """
    for trip_key, aboard in room.aboard.items():
        trip = room.facts.trips.get(trip_key)
        if trip is not None and trip.danger_budgets:
            yield from _overfull(trip, [each for each in aboard if each.request.dangerous is not None])


def _overfull(trip: TripPublished, aboard: list[Aboard]) -> Findings:
    for budget in trip.danger_budgets:
        loads: dict[int, Load] = defaultdict(Load)
        for each in aboard:
            dangerous = each.request.dangerous
            if dangerous is not None and dangerous.danger_class in budget.classes:
                for segment in range(each.leg.board_call, each.kept_until):
                    loads[segment].add(dangerous.gross_g, each)
        for segment, load in loads.items():
            if load.taken > budget.gross_g and not load.settled:
                sentence = (
                    f"From call {segment} to {segment + 1} {budget.name!r} has {load.taken} g of {budget.gross_g}."
                )
                yield trip.trip_key, sentence
