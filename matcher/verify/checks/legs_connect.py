"""The legs lead from the origin to the destination."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def legs_connect(picture: Picture) -> Findings:
    """The first leg starts at the origin, each next one where the last ended, the last ends at the destination."""
    for journey in picture.whole_journeys():
        parcel_id, rides, request = journey.match.parcel_id, journey.rides, journey.request
        ends = [request.origin_stop_id, *(ride.alight.stop_id for ride in rides)]
        starts = [*(ride.board.stop_id for ride in rides), request.destination_stop_id]
        for end, start in zip(ends, starts, strict=True):
            if end != start:
                yield parcel_id, f"It is at {end}, but should be at {start} next."
