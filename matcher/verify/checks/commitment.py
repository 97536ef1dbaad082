"""What has begun goes on."""

from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.reasons import Cause
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import has_left
from matcher.verify.record import Record, ride_of, same_journey


def commitment(record: Record) -> Findings:
    """Committing changes nothing else. A begun journey changes by no gain, keeps its request and what it has ridden."""
    for said in record.said:
        decision = said.decision
        if not said.counts:
            continue
        if decision.cause is Cause.COMMITTED and not same_journey(said.former, decision):
            yield decision.parcel_id, f"Revision {decision.revision} commits another journey than was live."
        elif said.begun is not None and isinstance(decision, ParcelMatched):
            yield from _changed(said.begun, decision)


def _changed(begun: ParcelMatched, match: ParcelMatched) -> Findings:
    if match.cause in {Cause.NEW, Cause.IMPROVED}:
        yield match.parcel_id, f"Its journey had begun when revision {match.revision} changed it without need."
    if match.request_id != begun.request_id:
        yield (
            match.parcel_id,
            f"Its journey had begun on {begun.request_id!r}; revision {match.revision} is on another.",
        )
    ridden = _ridden(begun, match)
    if [ride_of(leg) for leg in match.legs[: len(ridden)]] != [ride_of(leg) for leg in ridden]:
        on = ", ".join(leg.trip_key for leg in ridden)
        yield match.parcel_id, f"It was on its way on {on} when revision {match.revision} sent it elsewhere."


def _ridden(begun: ParcelMatched, match: ParcelMatched) -> list[Leg]:
    """Its legs that had left when the next match was made."""
    return [leg for leg in begun.legs if has_left(leg, epoch_s(match.decided_at))]
