"""What a journey costs follows from its legs."""

from contracts.area import Costs
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Journey, Picture

_ML_S_PER_L_H = 3_600_000


def cost(picture: Picture) -> Findings:
    """`cost_millis` is the area's formula, when decided, for legs, transfers and the time waited between them."""
    if picture.facts.area is None:
        return
    for journey in picture.whole_journeys():
        if journey.made and all(leaving.departure >= arriving.arrival for arriving, leaving in journey.transfers):
            right = _cost_millis(journey, picture.facts.area.costs)
            if journey.match.cost_millis != right:
                yield journey.match.parcel_id, f"cost_millis is {journey.match.cost_millis}, should be {right}."


def _cost_millis(journey: Journey, costs: Costs) -> int:
    transfers = journey.transfers
    waited_s = sum(leaving.departure - arriving.arrival for arriving, leaving in transfers)
    storage = journey.request.volume_ml * waited_s * costs.storage_millis_per_l_h // _ML_S_PER_L_H
    return len(journey.rides) * costs.leg_millis + len(transfers) * costs.transfer_millis + storage
