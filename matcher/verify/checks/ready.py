"""A parcel is handed in when it is ready."""

from contracts.instants import epoch_s, format_instant
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def ready(picture: Picture) -> Findings:
    """`hand_in_by` is not before `ready_at`."""
    for journey in picture.journeys:
        ready_at = journey.request.ready_at
        if epoch_s(journey.match.hand_in_by) < epoch_s(ready_at):
            yield journey.match.parcel_id, f"It is to be handed in before it is ready at {format_instant(ready_at)}."
