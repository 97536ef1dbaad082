"""Goods are not on the way for too long."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def goods_total(picture: Picture) -> Findings:
    """From `hand_in_by` to `available_at` at most the `longest_total_s` of the parcel's goods pass."""
    for journey in picture.journeys:
        most = picture.facts.goods(journey.request).longest_total_s
        total = epoch_s(journey.match.available_at) - epoch_s(journey.match.hand_in_by)
        if most is not None and total > most:
            yield journey.match.parcel_id, f"It is on the way for {total} s; its goods bear {most} s."
