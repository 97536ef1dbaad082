"""A decision names the request it decides on."""

from matcher.verify.checks.finding import Findings
from matcher.verify.record import Asked, Record, has_begun


def request_named(record: Record) -> Findings:
    """Every decision names a request of its parcel; of an open one the newest, unless its journey has begun."""
    for said in record.said:
        decision = said.decision
        if said.shipment is None:
            yield decision.parcel_id, "Nobody requested it."
        elif decision.request_id not in said.shipment.requests:
            sentence = f"Revision {decision.revision} names {decision.request_id!r}, which is no request of it."
            yield decision.parcel_id, sentence
    for asked in record.asked:
        if asked.live is not None and asked.newest is not None and _is_another(asked):
            right = asked.newest.event_id
            yield asked.parcel_id, f"It is decided on {asked.live.request_id!r}; in force is {right!r}."


def _is_another(asked: Asked) -> bool:
    """Whether the live decision is on an older request than that in force."""
    live, newest = asked.live, asked.newest
    if live is None or newest is None or live.request_id not in asked.shipment.requests:
        return False
    stays = has_begun(live) or asked.was_begun
    closed = asked.is_withdrawn or asked.is_past_due or asked.says_withdrawn
    return live.request_id != newest.event_id and not (stays or closed or asked.is_ahead)
