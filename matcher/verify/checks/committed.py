"""A leg is committed once its cut-off has passed."""

from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def committed(record: Record) -> Findings:
    """The first leg is committed from `hand_in_by` on, each later one from its departure, whenever anything is decided."""
    for said in record.said:
        match = said.decision
        if isinstance(match, ParcelMatched) and said.counts:
            starts = [match.hand_in_by, *(leg.board_at for leg in match.legs[1:])]
            for leg, start in zip(match.legs, starts, strict=True):
                right = epoch_s(match.decided_at) >= epoch_s(start)
                if leg.committed != right:
                    yield match.parcel_id, _sentence(leg, right=right)
    for parcel_id, leg in record.overdue:
        yield parcel_id, _sentence(leg, right=True)


def _sentence(leg: Leg, *, right: bool) -> str:
    return f"committed of the leg on {leg.trip_key} should be {right}."
