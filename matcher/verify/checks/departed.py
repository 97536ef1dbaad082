"""A parcel boards no trip that has left."""

from contracts.instants import epoch_s, format_instant
from contracts.match import ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record, ride_of


def departed(record: Record) -> Findings:
    """When a begun journey is changed, every leg that it did not have before leaves after the decision."""
    for said in record.said:
        match, begun = said.decision, said.begun
        if isinstance(match, ParcelMatched) and said.counts and begun is not None:
            before = {ride_of(leg) for leg in begun.legs}
            for leg in match.legs:
                if ride_of(leg) not in before and epoch_s(leg.board_at) <= epoch_s(match.decided_at):
                    left = format_instant(leg.board_at)
                    yield match.parcel_id, f"It is to board {leg.trip_key}, which left at {left}, before the decision."
