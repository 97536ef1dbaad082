"""Dangerous goods ride only where they are provided for."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def danger_offered(picture: Picture) -> Findings:
    """Every trip of a parcel with dangerous goods has a budget that names their class."""
    for journey, ride in picture.rides():
        dangerous = journey.request.dangerous
        if dangerous is not None:
            named = {each for budget in ride.trip.danger_budgets for each in budget.classes}
            if dangerous.danger_class not in named:
                trip_key, danger_class = ride.leg.trip_key, dangerous.danger_class
                yield journey.match.parcel_id, f"{trip_key} takes no dangerous goods of class {danger_class}."
