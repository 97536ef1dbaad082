"""From records to rows: pure, one record at a time, and nothing but the record decides.

A record that is no usable event says nothing here; the worker tells about it in the rejects.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from contracts.area import AreaPublished
from contracts.envelope import Refused, from_record
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import Leg, ParcelMatched
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.plan import PlanCertified
from contracts.record import Record
from contracts.reject import EventRejected
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.topics import INPUT_TOPICS, Topic
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from workers.log.witness import digest_of
from workers.views.page import Page
from workers.views.rows import (
    AreaRow,
    CallRow,
    DecisionRow,
    LegRow,
    MarkerRow,
    PlaceRow,
    PlanRow,
    RejectRow,
    RequestRow,
    RetryRow,
    Row,
    TripRow,
    WithdrawalRow,
)

RETRY_HEADER = "ridealong-retry-of"
"""Names the rejection whose record this is a copy of. No CloudEvents attribute: the event stays as it was."""


def page_of(records: Sequence[Record], start: int, partitions: int) -> Page:
    """The rows of consecutive records, at least one, read from `start` on in a log of so many partitions."""
    last = records[-1]
    rows = [row for record in records for row in rows_of(record, partitions)]
    return Page(Topic(last.topic), last.partition, start, last.offset + 1, digest_of(last), rows)


def rows_of(record: Record, partitions: int) -> Iterator[Row]:
    """What a record says: one row, none, or for a retried input its retry too."""
    reject_id = retried(record)
    if reject_id is not None:
        yield RetryRow(record.offset, record.topic, record.partition, reject_id)
    try:
        event = from_record(record, partitions)
    except Refused:
        return
    project = _TABLE.get(type(event.data))
    if project is not None:
        yield project(event.data, event, record.offset)


def retried(record: Record) -> str | None:
    """The id of the rejection that an input is the retry of."""
    if record.topic not in INPUT_TOPICS:
        return None
    named = (value.decode(errors="replace") for name, value in record.headers if name == RETRY_HEADER)
    return next(named, None)


def _area(body: AreaPublished, _: Event, offset: int) -> AreaRow:
    return AreaRow(offset, body.area, body.time_zone)


def _place(body: StopPublished, event: Event, offset: int) -> PlaceRow:
    return PlaceRow(offset, event.area, body.stop_id, body.name, body.lat, body.lon, body.hub is not None, body.meeting)


def _trip(body: TripPublished, event: Event, offset: int) -> TripRow:
    return TripRow(
        offset=offset,
        area=event.area,
        feed_id=body.feed_id,
        service_date=body.service_date.isoformat(),
        publication_id=body.publication_id,
        trip_key=body.trip_key,
        trip_id=body.trip_id,
        operator_id=body.operator_id,
        route_id=body.route_id,
        route_name=body.route_name,
        headsign=body.headsign,
        powertrain=str(body.powertrain),
        capacity_assumed=body.capacity_assumed,
        calls=tuple(CallRow(call.stop_id, epoch_s(call.arrival), epoch_s(call.departure)) for call in body.calls),
        compartments=body.compartments,
    )


def _marker(body: TimetablePublished, event: Event, offset: int) -> MarkerRow:
    date = body.service_date.isoformat()
    return MarkerRow(offset, event.area, body.feed_id, date, body.publication_id, body.trips)


def _request(body: ParcelRequested, event: Event, offset: int) -> RequestRow:
    return RequestRow(
        offset=offset,
        area=event.area,
        parcel_id=body.parcel_id,
        event_id=event.id,
        source=event.source,
        said_at=epoch_s(event.time),
        shipper_id=body.shipper_id,
        reference=body.reference,
        origin_stop_id=body.origin_stop_id,
        destination_stop_id=body.destination_stop_id,
        ready_at=epoch_s(body.ready_at),
        due_at=epoch_s(body.due_at),
        weight_g=body.weight_g,
        volume_ml=body.volume_ml,
        pieces=body.pieces,
        longest_side_mm=body.longest_side_mm,
        handling_class=body.handling_class,
        value_millis=body.value_millis,
        dangerous=body.dangerous,
        after_parcel_id=body.after_parcel_id,
        after_gap_s=body.after_gap_s,
        consignment=body.consignment,
    )


def _withdrawal(body: ParcelWithdrawn, event: Event, offset: int) -> WithdrawalRow:
    said_at = epoch_s(event.time)
    return WithdrawalRow(offset, event.area, body.parcel_id, event.id, event.source, said_at, body.reason)


def _match(body: ParcelMatched, event: Event, offset: int) -> DecisionRow:
    return DecisionRow(
        offset=offset,
        area=event.area,
        parcel_id=body.parcel_id,
        revision=body.revision,
        cause=str(body.cause),
        request_id=body.request_id,
        plan_id=body.plan_id,
        decided_at=epoch_s(body.decided_at),
        legs=tuple(_leg(leg) for leg in body.legs),
        hand_in_by=epoch_s(body.hand_in_by),
        available_at=epoch_s(body.available_at),
        value_millis=body.value_millis,
        cost_millis=body.cost_millis,
        lockers=body.lockers,
    )


def _leg(leg: Leg) -> LegRow:
    return LegRow(
        trip_key=leg.trip_key,
        trip_id=leg.trip_id,
        service_date=leg.service_date.isoformat(),
        operator_id=leg.operator_id,
        compartment=leg.compartment,
        committed=leg.committed,
        board_call=leg.board_call,
        board_stop_id=leg.board_stop_id,
        board_at=epoch_s(leg.board_at),
        alight_call=leg.alight_call,
        alight_stop_id=leg.alight_stop_id,
        alight_at=epoch_s(leg.alight_at),
    )


def _refusal(body: ParcelUnmatched, event: Event, offset: int) -> DecisionRow:
    return DecisionRow(
        offset=offset,
        area=event.area,
        parcel_id=body.parcel_id,
        revision=body.revision,
        cause=str(body.cause),
        request_id=body.request_id,
        plan_id=body.plan_id,
        decided_at=epoch_s(body.decided_at),
        reason=str(body.reason),
        sentence=body.sentence,
        particulars=to_json({"limits": body.limits, "remedy": body.remedy}).decode(),
    )


def _plan(body: PlanCertified, event: Event, offset: int) -> PlanRow:
    figures = body.model_dump(exclude={"decided_at", "stopped"})
    return PlanRow(
        offset=offset, area=event.area, decided_at=epoch_s(body.decided_at), stopped=str(body.stopped), **figures
    )


def _reject(body: EventRejected, event: Event, offset: int) -> RejectRow:
    return RejectRow(
        offset=offset,
        area=event.area,
        topic=body.topic,
        partition=body.partition,
        record_offset=body.offset,
        rejected_at=epoch_s(event.time),
        code=str(body.code),
        sentence=body.sentence,
        field=body.field,
        size=body.bytes_,
        sha256=body.sha256,
        headers=body.headers,
    )


_Project = Callable[[Any, Event, int], Row]
_TABLE: dict[type[Body], _Project] = {
    AreaPublished: _area,
    StopPublished: _place,
    TripPublished: _trip,
    TimetablePublished: _marker,
    ParcelRequested: _request,
    ParcelWithdrawn: _withdrawal,
    ParcelMatched: _match,
    ParcelUnmatched: _refusal,
    PlanCertified: _plan,
    EventRejected: _reject,
}
