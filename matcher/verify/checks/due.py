"""A parcel is there in time."""

from contracts.instants import epoch_s, format_instant
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def due(picture: Picture) -> Findings:
    """`available_at` is not after `due_at`."""
    for journey in picture.journeys:
        due_at = journey.request.due_at
        if epoch_s(journey.match.available_at) > epoch_s(due_at):
            yield journey.match.parcel_id, f"It can be collected only after it is due at {format_instant(due_at)}."
