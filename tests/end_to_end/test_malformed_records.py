"""Whatever stands on the log, a worker decides what can be decided, in one commit, and loses nothing.

A real worker with the real decider, on both embedded logs and on Kafka.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from contracts.envelope import from_record, to_line, to_message
from contracts.event import MAX_EVENT_BYTES, Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.partitioning import partition_of
from contracts.plan import PlanCertified
from contracts.reasons import RejectCode, UnmatchedReason
from contracts.record import Message, Record
from contracts.reject import EventRejected
from contracts.topics import INPUT_TOPICS, Topic
from contracts.unmatched import ParcelUnmatched
from matcher.verify import verify
from tests.end_to_end.conftest import PARTITIONS, OpenLog
from tests.worlds.plan_text import plan_text
from tests.worlds.world import World, world
from workers.clock import FixedClock
from workers.log.port import EventLog, lag
from workers.log.publishing import publish
from workers.matching.batch import EVERYTHING
from workers.matching.commit import Committed
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker import Worker

VALLEY = world(
    """
    now 2026-11-22 12:00
    area valley  zone Europe/Riga
    day 2026-11-23
    place A  cut_off 15  release 30
    place B  cut_off 15  release 30
    trip T1  A 07:10  B 08:02  hold 100 l
    trip T2  A 12:10  B 13:02  hold 100 l
    parcel P1  A -> B  ready 06:30  due 12:00  20 l  value 6.50
    parcel P2  A -> B  ready 06:30  due 12:00  70 l  value 6.50
    parcel P3  A -> B  ready 06:30  due 12:00  70 l  value 5.50
    """
)
HOME = partition_of("valley", PARTITIONS)
PLANNED = """\
P1: T1 A 07:10 -> B 08:02 | hand in 06:55, collect 08:32
P2: T1 A 07:10 -> B 08:02 | hand in 06:55, collect 08:32
P3: CAPACITY_SOLD_OUT"""

REQUEST = next(event for event in VALLEY.events if event.subject == "P1")
MESSAGE = to_message(REQUEST)
BODY: dict[str, Any] = json.loads(MESSAGE.value)


@dataclass(frozen=True)
class Worked:
    """What a worker left on its partition."""

    commits: list[Committed]
    matches: list[Event]
    rejects: list[Event]
    lag: int

    @property
    def decisions(self) -> list[Event]:
        return [event for event in self.matches if not isinstance(event.data, PlanCertified)]

    @property
    def plan(self) -> str:
        return plan_text(self.matches)


async def work(log: EventLog, now: int | None = None) -> Worked:
    """Let a worker take the partition over, decide on all that is new, and go."""
    commits: list[Committed] = []
    settings = LoopSettings(
        limits=EVERYTHING,
        clock=FixedClock(epoch_s(VALLEY.now) if now is None else now),
        until_drained=True,
        on_commit=commits.append,
    )
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions, SolveSettings(seed=1)))
    await Worker(log, deciders, GivenHoldings(log, "worker", (HOME,)), settings).run(asyncio.Event())
    matches = [from_record(record, log.partitions) for record in await log.read(Topic.MATCHES, HOME, 0)]
    rejects = [_reject(record) for record in await log.read(Topic.REJECTS, HOME, 0)]
    return Worked(commits, matches, rejects, lag(await log.ends(HOME), await log.committed(HOME)))


def _reject(record: Record) -> Event:
    """A rejection lies on the partition of the record it is about, not on that of an area."""
    where = record._replace(key=None)
    area = dict(record.headers)["ce_area"].decode()
    return from_record(where._replace(partition=partition_of(area, PARTITIONS)), PARTITIONS)


def run(open_log: OpenLog, *steps: Sequence[tuple[Topic, Message]], before: World | None = None) -> list[Worked]:
    """Publish a world, then, step by step, append messages and let a worker work."""

    async def scenario() -> list[Worked]:
        log = await open_log()
        try:
            if before is not None:
                await publish(log, before.events)
            worked = []
            for step in steps:
                for topic, message in step:
                    await log.append(topic, [message], partition=HOME)
                worked.append(await work(log))
            return worked
        finally:
            await log.close()

    return asyncio.run(scenario())


def bodies(events: Sequence[Event]) -> list[EventRejected]:
    return [event.data for event in events if isinstance(event.data, EventRejected)]


def headers(**changed: str | bytes | None) -> tuple[tuple[str, bytes], ...]:
    """Those of a good request under a new id, some of them changed or left out."""
    kept = dict(MESSAGE.headers) | {"ce_id": b"bad", "ce_subject": b"P9"}
    for name, value in changed.items():
        if value is None:
            del kept[f"ce_{name}"]
        else:
            kept[f"ce_{name}"] = value if isinstance(value, bytes) else value.encode()
    return tuple(kept.items())


def body(**changed: object) -> bytes:
    """That of a good request of a parcel of its own, some fields changed; None leaves one out."""
    fields = BODY | {"parcel_id": "P9"} | changed
    return json.dumps({name: value for name, value in fields.items() if value is not None}).encode()


def bad_body(**changed: object) -> Message:
    return Message(b"valley", body(**changed), headers())


def bad_value(value: bytes) -> Message:
    return Message(b"valley", value, headers())


def bad_envelope(**changed: str | bytes | None) -> Message:
    return Message(b"valley", body(), headers(**changed))


FOREIGN = "fundao"
assert partition_of(FOREIGN, PARTITIONS) != HOME

MALFORMED: dict[str, tuple[Message, RejectCode, str | None]] = {
    "bad JSON": (bad_value(b'{"parcel_id": "P9"'), RejectCode.NOT_JSON, None),
    "no bytes at all": (bad_value(b""), RejectCode.NOT_JSON, None),
    "bytes that are no text": (bad_value(b"\x80\x81\xff" * 100), RejectCode.NOT_JSON, None),
    "JSON nested without end": (bad_value(b"[" * 100_000), RejectCode.NOT_JSON, None),
    "a number that is none": (bad_value(body().replace(b"20000", b"NaN")), RejectCode.INVALID_FIELD, "volume_ml"),
    "neither headers nor envelope": (Message(b"valley", body()), RejectCode.NOT_CLOUDEVENT, None),
    "noise without headers": (Message(None, b"hello"), RejectCode.NOT_JSON, None),
    "a list": (Message(b"valley", b"[1, 2]"), RejectCode.NOT_CLOUDEVENT, None),
    "no id": (bad_envelope(id=None), RejectCode.NOT_CLOUDEVENT, "id"),
    "no source": (bad_envelope(source=None), RejectCode.NOT_CLOUDEVENT, "source"),
    "no time": (bad_envelope(time=None), RejectCode.NOT_CLOUDEVENT, "time"),
    "a time without offset": (bad_envelope(time="2026-11-22T12:00:00"), RejectCode.NOT_CLOUDEVENT, "time"),
    "another version": (bad_envelope(specversion="0.3"), RejectCode.NOT_CLOUDEVENT, "specversion"),
    "a header that is no text": (bad_envelope(subject=b"\xff"), RejectCode.NOT_CLOUDEVENT, "ce_subject"),
    "a type nobody knows": (bad_envelope(type="ridealong.parcel.lost.v1"), RejectCode.UNKNOWN_TYPE, "type"),
    "a type of another topic": (bad_envelope(type="ridealong.area.published.v1"), RejectCode.UNKNOWN_TYPE, "type"),
    "a decision from outside": (bad_envelope(type="ridealong.parcel.matched.v1"), RejectCode.UNKNOWN_TYPE, "type"),
    "a negative weight": (bad_body(weight_g=-1), RejectCode.INVALID_FIELD, "weight_g"),
    "a word for a weight": (bad_body(weight_g="heavy"), RejectCode.INVALID_FIELD, "weight_g"),
    "a number in quotes": (bad_body(weight_g="4200"), RejectCode.INVALID_FIELD, "weight_g"),
    "a fraction of a gram": (bad_body(weight_g=0.5), RejectCode.INVALID_FIELD, "weight_g"),
    "a weight beyond all measure": (bad_body(weight_g=10**30), RejectCode.INVALID_FIELD, "weight_g"),
    "a field left out": (bad_body(due_at=None), RejectCode.INVALID_FIELD, "due_at"),
    "a field too many": (bad_body(colour="red"), RejectCode.INVALID_FIELD, "colour"),
    "an instant without offset": (bad_body(due_at="2026-11-23T12:00:00"), RejectCode.INVALID_FIELD, "due_at"),
    "ready when it is due": (bad_body(ready_at=BODY["due_at"]), RejectCode.INVALID_FIELD, None),
    "to where it is": (bad_body(destination_stop_id="A"), RejectCode.INVALID_FIELD, None),
    "about another parcel": (bad_body(parcel_id="P8"), RejectCode.INVALID_FIELD, "subject"),
    "ten megabytes": (bad_value(b" " * 10_000_000 + body()), RejectCode.TOO_BIG, None),
    "of a foreign area": (bad_envelope(area=FOREIGN)._replace(key=FOREIGN.encode()), RejectCode.WRONG_PARTITION, "area"),
    "the key of another area": (bad_envelope()._replace(key=FOREIGN.encode()), RejectCode.OTHER_AREA, "area"),
    "another shop's parcel": (
        Message(b"valley", body(parcel_id="P1"), headers(source="urn:ridealong:shipper:rival", subject="P1")),
        RejectCode.PARCEL_OF_ANOTHER,
        "parcel_id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("open_log", ["memory", "sqlite"], indirect=True)  # on Kafka: all of them together
@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_record_is_rejected_whole_in_the_commit_that_decides_the_others(
    open_log: OpenLog, name: str
) -> None:
    message, code, field = MALFORMED[name]
    (worked,) = run(open_log, [(Topic.PARCELS, message)], before=VALLEY)
    (rejected,) = bodies(worked.rejects)
    assert (rejected.code, rejected.field) == (code, field)
    assert (rejected.topic, rejected.partition, rejected.offset) == (Topic.PARCELS, HOME, 3)
    assert worked.rejects[0].id == worked.rejects[0].subject == f"{Topic.PARCELS}/{HOME}/3"
    _check_kept(rejected, message)
    assert worked.plan == PLANNED
    assert (len(worked.commits), worked.commits[0].records, worked.lag) == (1, len(VALLEY.events) + 1, 0)


def _check_kept(rejected: EventRejected, message: Message) -> None:
    assert rejected.sentence.endswith(".")
    assert rejected.bytes_ == len(message.value)
    assert rejected.sha256 == hashlib.sha256(message.value).hexdigest()
    payload = None if len(message.value) > MAX_EVENT_BYTES else base64.b64encode(message.value).decode()
    assert rejected.payload_base64 == payload
    assert rejected.headers == {
        name: value.decode(errors="replace") for name, value in message.headers if name.startswith("ce_")
    }


def test_all_of_them_together_between_the_good_ones_are_one_commit_too(open_log: OpenLog) -> None:
    messages = [message for message, _, _ in MALFORMED.values()]
    (worked,) = run(
        open_log,
        [(topic, message) for message in messages for topic in INPUT_TOPICS],
        before=VALLEY,
    )
    rejected = bodies(worked.rejects)
    assert len(rejected) == len(INPUT_TOPICS) * len(MALFORMED)
    assert [each.code for each in rejected if each.topic == Topic.PARCELS] == [
        code for _, code, _ in MALFORMED.values()
    ]
    assert worked.plan == PLANNED
    assert (len(worked.commits), worked.lag) == (1, 0)


def test_what_was_rejected_once_is_not_rejected_again_by_the_next_owner(open_log: OpenLog) -> None:
    bad = [(Topic.PARCELS, message) for message, _, _ in MALFORMED.values()]
    again = to_message(replace(REQUEST, id="P1#2", data=_request(value_millis=7_000)))
    first, second = run(open_log, bad, [(Topic.PARCELS, again)], before=VALLEY)
    assert second.rejects == first.rejects
    assert [commit.records for commit in second.commits] == [1]


def _request(**changed: object) -> ParcelRequested:
    assert isinstance(REQUEST.data, ParcelRequested)
    return REQUEST.data.model_copy(update=changed)


def test_the_same_event_twice_is_one_event(open_log: OpenLog) -> None:
    twice = [(event.kind.topic, to_message(event)) for event in VALLEY.events]
    first, second = run(open_log, twice, twice, before=VALLEY)
    assert first.plan == PLANNED
    assert second.decisions == first.decisions, "a transport that retries later changes nothing either"
    assert first.rejects == second.rejects == []
    assert (len(first.commits), second.lag) == (1, 0)


def test_a_structured_event_is_as_good_as_a_binary_one(open_log: OpenLog) -> None:
    lines = [
        (event.kind.topic, Message(None, to_line(event).encode(), (("content-type", b"application/cloudevents+json"),)))
        for event in VALLEY.events
    ]
    (worked,) = run(open_log, lines)
    assert worked.plan == PLANNED
    assert worked.rejects == []


ORDERS: dict[str, Callable[[Event], int]] = {
    "parcels first": lambda event: -INPUT_TOPICS.index(event.kind.topic),
    "the marker before its trips": lambda event: {"timetable.published": 0, "trip.published": 1}.get(event.kind.name, 2),
    "trips before their stops": lambda event: {"trip.published": 0, "timetable.published": 1}.get(event.kind.name, 2),
    "the area last": lambda event: int(event.kind.name == "area.published"),
}  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_whatever_comes_first_the_plan_is_the_same(open_log: OpenLog, order: str) -> None:
    """One record at a time, each decided on before the next is there."""
    events = sorted(VALLEY.events, key=ORDERS[order])
    worked = run(open_log, *([(event.kind.topic, to_message(event))] for event in events))
    last = worked[-1]
    assert last.rejects == []
    assert all(len(step.commits) == 1 for step in worked)
    live = {event.subject: event.data for event in last.decisions}
    assert {parcel_id: type(data) for parcel_id, data in live.items()} == {
        "P1": ParcelMatched, "P2": ParcelMatched, "P3": ParcelUnmatched,
    }  # fmt: skip
    sold_out = live["P3"]
    assert isinstance(sold_out, ParcelUnmatched)
    assert sold_out.reason is UnmatchedReason.CAPACITY_SOLD_OUT
    assert verify(events, last.matches) == []


def test_a_parcel_that_comes_after_it_is_due_gets_no_decision_and_counts_nowhere(open_log: OpenLog) -> None:
    async def scenario() -> Worked:
        log = await open_log()
        try:
            await publish(log, VALLEY.events)
            return await work(log, now=epoch_s(_request().due_at) + 1)
        finally:
            await log.close()

    worked = asyncio.run(scenario())
    assert (worked.matches, worked.rejects, worked.lag) == ([], [], 0)


def test_a_withdrawal_before_its_request_waits_for_it(open_log: OpenLog) -> None:
    told = world(VALLEY.text + "\nwithdrawn P3")
    request = next(event for event in told.events if event.subject == "P3")
    withdrawal = told.events[-1]
    rest = [event for event in told.events if event.subject != "P3"]
    first, second = run(
        open_log,
        [*((event.kind.topic, to_message(event)) for event in rest), (Topic.PARCELS, to_message(withdrawal))],
        [(Topic.PARCELS, to_message(request))],
    )
    assert {event.subject for event in first.decisions} == {"P1", "P2"}
    assert second.rejects == []
    assert "P3: CAPACITY" not in second.plan
    assert verify([*rest, withdrawal, request], second.matches) == []
