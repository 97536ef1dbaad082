"""What every ReadModel does. An adapter's test subclasses this and says how its model is opened."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import LockerStay, ParcelMatched
from contracts.partitioning import partition_of
from contracts.reasons import Cause
from contracts.record import Message, Record
from contracts.stop import Meeting
from contracts.topics import Topic
from tests.worlds.answers import answers_of
from tests.worlds.plan import output, plan
from tests.worlds.rejection import rejected
from tests.worlds.world import World, world
from workers.errors import PositionGap
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.page import Page
from workers.views.parcel import Status
from workers.views.port import ReadModel
from workers.views.projection import RETRY_HEADER, page_of
from workers.views.projector import ORDER, Projector
from workers.views.stream import START, Cursor, Only

PARTITIONS = 4
Scenario = Callable[["ReadModelBehaviours", ReadModel, MemoryLog], Awaitable[None]]

MORNING = world("""
    now 2026-11-22 12:00
    area vidzeme
    day 2026-11-23
    place A  cut_off 10  release 30
    hub H  transfer 10
    place B  release 30
    trip T1  A 07:00  H 07:30/07:35  B 08:00
    trip T2  H 08:00  B 09:00
    parcel P1  A -> B  20 l 4 kg  value 6.50
    parcel P2  A -> H  10 l 2 kg
    parcel P3  A -> B
    parcel P4  A -> B
""")
PLANNED = plan(
    MORNING,
    """
    P1: T1 A 07:00 -> H 07:30, T2 H 08:00 -> B 09:00 | hand in 06:50, collect 09:30
    P2: T1 A 07:00 -> H 07:30 | hand in 06:50, collect 07:30
    P3: CAPACITY_SOLD_OUT
    """,
)
BOUND = """
    now 2026-11-22 12:00
    area vidzeme
    day 2026-11-23
    place A  locker S 30 l
    place V  meeting fallback B reserves
    place B
    trip T1  A 07:00  V 08:00  B 09:00  hold 100 l  danger paint 3 20 kg
    parcel P1  A -> V  20 l 4 kg  dangerous 3 2 kg UN1263  after P0 gap 30  consignment C1 2 all_or_none
    parcel P2  A -> B
"""
NOON = epoch_s(MORNING.now)
HOUR = 3600


def on_a_model(scenario: Scenario) -> Callable[["ReadModelBehaviours", Path], None]:
    """Run an async test with a fresh read model and a fresh log."""

    def test(self: "ReadModelBehaviours", tmp_path: Path) -> None:
        async def run() -> None:
            model = await self.open(tmp_path)
            try:
                await scenario(self, model, MemoryLog(PARTITIONS))
            finally:
                await model.close()

        asyncio.run(run())

    test.__doc__ = scenario.__doc__
    return test


async def told(model: ReadModel, log: MemoryLog, *events: Event) -> None:
    """Publish events and project them."""
    await publish(log, events)
    await Projector(log, model).catch_up()


async def pages(log: MemoryLog, size: int | None = None) -> list[Page]:
    """All of a log as pages, topic after topic."""
    found = []
    for partition in range(log.partitions):
        for topic in ORDER:
            records = await log.read(topic, partition, 0)
            step = size or max(len(records), 1)
            parts = [records[at : at + step] for at in range(0, len(records), step)]
            found += [page_of(part, part[0].offset, log.partitions) for part in parts]
    return found


def committed(told_by: World, planned: Sequence[Event], parcel_id: str) -> Event:
    """The decision that commits a parcel's first leg."""
    (match,) = [e.data for e in planned if isinstance(e.data, ParcelMatched) and e.data.parcel_id == parcel_id]
    legs = (match.legs[0].model_copy(update={"committed": True}), *match.legs[1:])
    changed = {"revision": match.revision + 1, "cause": Cause.COMMITTED, "decided_at": match.hand_in_by, "legs": legs}
    return output(told_by, match.model_copy(update=changed))


def of(told_by: World, *kinds: str) -> Iterable[Event]:
    """The events of a world that are of these kinds."""
    return (event for event in told_by.events if event.kind.name in kinds)


class ReadModelBehaviours:
    """Subclass as `Test...` and say how to open the adapter's read model."""

    async def open(self, folder: Path) -> ReadModel:
        raise NotImplementedError

    # how it is fed

    @on_a_model
    async def test_a_page_is_taken_over_with_its_position(self, model: ReadModel, log: MemoryLog) -> None:
        await publish(log, MORNING.events)
        assert await model.marks() == {}
        for page in await pages(log):
            await model.apply(page)
        marks = await model.marks()
        for partition in range(PARTITIONS):
            ends = await log.ends(partition)
            for topic in Topic:
                position = marks.get(partition, {}).get(topic)
                assert (0 if position is None else position.position) == ends[topic]

    @on_a_model
    async def test_applying_again_changes_nothing(self, model: ReadModel, log: MemoryLog) -> None:
        await publish(log, [*MORNING.events, *PLANNED])
        once = await pages(log)
        for page in once:
            await model.apply(page)
        answers, marks = await answers_of(model, MORNING), await model.marks()
        for page in (*once, *once):
            await model.apply(page)
        assert await answers_of(model, MORNING) == answers
        assert await model.marks() == marks

    @on_a_model
    async def test_of_a_page_that_is_applied_in_part_the_rest_is_taken(self, model: ReadModel, log: MemoryLog) -> None:
        await publish(log, of(MORNING, "parcel.requested"))
        (whole,) = await pages(log)
        first, *_ = await pages(log, 2)
        await model.apply(first)
        await model.apply(whole)
        areas = [await model.areas_with_parcel(parcel_id) for parcel_id in ("P1", "P2", "P3", "P4")]
        assert areas == [["vidzeme"]] * 4
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert len(story.facts.requests) == 1

    @on_a_model
    async def test_a_gap_is_refused_and_nothing_is_applied(self, model: ReadModel, log: MemoryLog) -> None:
        await publish(log, of(MORNING, "parcel.requested"))
        _, second = await pages(log, 2)
        with pytest.raises(PositionGap):
            await model.apply(second)
        assert await model.marks() == {}
        assert await model.areas_with_parcel("P3") == []

    @on_a_model
    async def test_a_cleared_model_knows_nothing_and_is_filled_again(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        answers = await answers_of(model, MORNING)
        await model.clear()
        assert await model.marks() == {}
        assert await model.areas() == []
        assert (await model.stream(START, 10, Only())).entries == []
        await Projector(log, model).catch_up()
        assert await answers_of(model, MORNING) == answers

    @on_a_model
    async def test_the_order_in_which_topics_are_read_does_not_matter(self, model: ReadModel, log: MemoryLog) -> None:
        await publish(log, [*MORNING.events, *PLANNED, committed(MORNING, PLANNED, "P1")])
        in_order = await pages(log, 2)
        answers = None
        for seed in range(10):
            await model.clear()
            for page in shuffled(in_order, seed):
                await model.apply(page)
            found = await answers_of(model, MORNING)
            answers = found if answers is None else answers
            assert found == answers, f"seed {seed}"

    # parcels

    @on_a_model
    async def test_a_parcel_goes_from_requested_to_past_due(self, model: ReadModel, log: MemoryLog) -> None:
        async def status(parcel_id: str, now: int = NOON) -> Status:
            story = await model.parcel("vidzeme", parcel_id)
            assert story is not None
            return story.facts.status(now)

        await told(model, log, *MORNING.events)
        assert await status("P1") is Status.REQUESTED
        await told(model, log, *PLANNED)
        assert [await status(p) for p in ("P1", "P3", "P4")] == [Status.MATCHED, Status.UNMATCHED, Status.REQUESTED]
        await told(model, log, committed(MORNING, PLANNED, "P1"))
        assert await status("P1") is Status.COMMITTED
        assert await status("P1", NOON + 36 * HOUR) is Status.PAST_DUE
        assert await status("P4", NOON + 36 * HOUR) is Status.PAST_DUE

    @on_a_model
    async def test_a_withdrawal_waits_for_its_decision(self, model: ReadModel, log: MemoryLog) -> None:
        taken_back = world(f"{MORNING.text}\nwithdrawn P1")
        await told(model, log, *taken_back.events, *PLANNED)
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert (story.facts.status(NOON), story.facts.is_waiting) == (Status.MATCHED, True)
        decision = plan(taken_back, "P1: WITHDRAWN")[-1].data.model_copy(
            update={"revision": 2, "cause": Cause.WITHDRAWN}
        )
        await told(model, log, output(taken_back, decision))
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert (story.facts.status(NOON), story.facts.is_waiting) == (Status.WITHDRAWN, False)
        assert [decision.revision for decision in story.facts.decisions] == [1, 2]

    @on_a_model
    async def test_a_newer_request_waits_and_the_last_decision_stands(self, model: ReadModel, log: MemoryLog) -> None:
        changed = world(f"{MORNING.text}\nparcel P1  B -> A")
        await told(model, log, *changed.events, *PLANNED)
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert [request.origin_stop_id for request in story.facts.requests] == ["A", "B"]
        assert (story.facts.status(NOON), story.facts.is_waiting) == (Status.MATCHED, True)
        assert story.facts.request == story.facts.requests[1]
        await told(model, log, committed(MORNING, PLANNED, "P1"))
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert story.facts.request == story.facts.requests[0]

    @on_a_model
    async def test_an_event_that_a_transport_repeated_counts_once(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *of(MORNING, "parcel.requested"))
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert len(story.facts.requests) == 1

    @on_a_model
    async def test_a_request_that_was_rejected_is_not_told(self, model: ReadModel, log: MemoryLog) -> None:
        stranger = replace(next(iter(of(MORNING, "parcel.requested"))), id="stolen", source="urn:ridealong:thief")
        await publish(log, [*MORNING.events, stranger])
        partition = partition_of("vidzeme", PARTITIONS)
        offset = (await log.ends(partition))[Topic.PARCELS] - 1
        await told(model, log, rejection(Topic.PARCELS, partition, offset, "PARCEL_OF_ANOTHER"))
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert [request.source for request in story.facts.requests] == ["urn:ridealong:test"]

    @on_a_model
    async def test_the_same_id_in_two_areas_is_two_parcels(self, model: ReadModel, log: MemoryLog) -> None:
        other = world(MORNING.text.replace("area vidzeme", "area latgale"))
        await told(model, log, *MORNING.events, *other.events, *PLANNED)
        assert await model.areas_with_parcel("P1") == ["latgale", "vidzeme"]
        stories = [await model.parcel(area, "P1") for area in ("latgale", "vidzeme", "nowhere")]
        assert [None if s is None else s.facts.status(NOON) for s in stories] == [
            Status.REQUESTED,
            Status.MATCHED,
            None,
        ]

    @on_a_model
    async def test_an_answer_says_what_places_and_routes_are_called(self, model: ReadModel, log: MemoryLog) -> None:
        named = [
            replace(e, data=e.data.model_copy(update={"name": f"Stop {e.data.stop_id}"}))  # type: ignore[attr-defined]  # of a place
            if e.kind.name == "stop.published"
            else e
            for e in MORNING.events
        ]
        await told(model, log, *named, *PLANNED)
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        assert [story.names.place(stop_id) for stop_id in "AHBX"] == ["Stop A", "Stop H", "Stop B", "X"]
        assert [story.names.route(key) for key in ("T1@2026-11-23", "T9")] == ["T1", "T9"]
        assert story.names.local(NOON).isoformat() == "2026-11-22T12:00:00+02:00"

    @on_a_model
    async def test_an_answer_keeps_all_that_a_rule_needs(self, model: ReadModel, log: MemoryLog) -> None:
        """Lockers, meetings, dangerous goods, crates and consignments come back as they were said."""
        told_world = world(BOUND)
        match = plan(told_world, "P1: T1 A 07:00 -> V 08:00 | hand in 07:00, collect 08:00, lockers A/S")
        await told(model, log, *told_world.events, *match)
        story = await model.parcel("vidzeme", "P1")
        assert story is not None
        (asked,), live = story.facts.requests, story.facts.live
        assert asked.dangerous == told_world.parcels["P1"].dangerous is not None
        assert asked.consignment == told_world.parcels["P1"].consignment is not None
        assert (asked.after_parcel_id, asked.after_gap_s) == ("P0", 1800)
        assert live is not None
        assert live.lockers == (LockerStay(stop_id="A", size="S"),)
        assert story.names.meetings == {"V": Meeting(fallback_stop_id="B", reserves=True)}
        plain = await model.parcel("vidzeme", "P2")
        assert plain is not None
        assert [(each.dangerous, each.after_parcel_id, each.consignment) for each in plain.facts.requests] == [
            (None, None, None)
        ]

    # trips

    @on_a_model
    async def test_a_manifest_says_what_moves_at_each_call(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        manifest = await model.manifest("vidzeme", "T1@2026-11-23")
        assert manifest is not None
        assert manifest.parcels == 2
        told_calls = [
            (
                call.stop_id,
                [move.carried.match.parcel_id for move in call.unload],
                [move.carried.match.parcel_id for move in call.load],
                (call.on_board.parcels, call.on_board.weight_g, call.on_board.volume_ml),
            )
            for call in manifest.calls
        ]
        assert told_calls == [("A", [], ["P1", "P2"], (2, 6000, 30000)), ("H", ["P1", "P2"], [], (0, 0, 0))]
        first, second = manifest.calls[1].unload
        assert (first.after and first.after.trip_id, second.after) == ("T2", None)

    @on_a_model
    async def test_a_trip_is_found_by_key_and_by_id(self, model: ReadModel, log: MemoryLog) -> None:
        tuesday = world("""
            now 2026-11-22 12:00
            area vidzeme
            trip T1 2026-11-24  A 07:00  B 08:00
        """)
        await told(model, log, *MORNING.events, *tuesday.events)
        keys = [[found.trip_key for found in await model.trips_called(name)] for name in ("T1", "T1@2026-11-24", "T9")]
        assert keys == [["T1@2026-11-23", "T1@2026-11-24"], ["T1@2026-11-24"], []]

    @on_a_model
    async def test_a_newer_complete_publication_replaces_its_date(self, model: ReadModel, log: MemoryLog) -> None:
        newer = world("""
            now 2026-11-22 13:00
            area vidzeme
            day 2026-11-23
            trip T1  publication p2  A 07:10  B 08:10
        """)
        await told(model, log, *MORNING.events, *PLANNED)
        trip, marker = list(of(newer, "trip.published")), list(of(newer, "timetable.published"))
        await told(model, log, *trip)
        before = await model.manifest("vidzeme", "T1@2026-11-23")
        await told(model, log, *marker)
        after = await model.manifest("vidzeme", "T1@2026-11-23")
        vanished = await model.manifest("vidzeme", "T2@2026-11-23")
        assert before is not None and before.trip is not None and len(before.trip.calls) == 3  # noqa: PT018 - one thing
        assert after is not None and after.trip is not None and len(after.trip.calls) == 2  # noqa: PT018 - one thing
        assert vanished is not None
        assert vanished.trip is None
        assert [call.stop_id for call in vanished.calls] == ["H", "B"]

    @on_a_model
    async def test_a_trip_that_nobody_knows_has_no_manifest(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events)
        assert await model.manifest("vidzeme", "T9@2026-11-23") is None
        empty = await model.manifest("vidzeme", "T2@2026-11-23")
        assert empty is not None
        assert empty.calls == []

    # places

    @on_a_model
    async def test_a_hub_list_says_what_waits_from_when_until_when(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        start = epoch_s(MORNING.trips["T1@2026-11-23"].calls[0].departure)
        at_hub = await model.hub("vidzeme", "H", start, start + 24 * HOUR)
        told_waits = [
            (w.carried.match.parcel_id, w.since - start, w.until - start, w.arrived and w.arrived.trip_id)
            for w in at_hub.waits
        ]
        # P2 can be collected at once, so it never waits
        assert told_waits == [("P1", HOUR // 2, HOUR, "T1")]
        at_origin = await model.hub("vidzeme", "A", start - HOUR, start)
        assert [(w.carried.match.parcel_id, w.arrived) for w in at_origin.waits] == [("P1", None), ("P2", None)]
        assert (await model.hub("vidzeme", "H", start + HOUR, start + 2 * HOUR)).waits == []

    # the stream

    @on_a_model
    async def test_the_stream_goes_on_where_a_cursor_says(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        first = await model.stream(START, 2, Only())
        rest = await model.stream(Cursor.parse(str(first.cursor)), 10, Only())
        seen = [[entry.decision.parcel_id for entry in page.entries] for page in (first, rest)]
        assert seen == [["P1", "P2"], ["P3"]]
        assert rest.at_end
        assert (await model.stream(rest.cursor, 10, Only())).entries == []
        await told(model, log, committed(MORNING, PLANNED, "P2"))
        again = await model.stream(rest.cursor, 10, Only())
        assert [(e.decision.parcel_id, e.decision.revision) for e in again.entries] == [("P2", 2)]

    @on_a_model
    async def test_the_end_of_the_stream_is_after_all_there_is(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        end = await model.end_of_stream()
        assert (await model.stream(end, 10, Only())).entries == []
        await told(model, log, committed(MORNING, PLANNED, "P1"))
        assert len((await model.stream(end, 10, Only())).entries) == 1

    @on_a_model
    async def test_the_stream_lets_pass_what_is_asked_for(self, model: ReadModel, log: MemoryLog) -> None:
        other = world(MORNING.text.replace("area vidzeme", "area latgale"))
        await told(model, log, *MORNING.events, *PLANNED, *other.events, *plan(other, "P4: NO_JOURNEY"))

        async def seen(only: Only) -> list[str]:
            return [e.decision.parcel_id for e in (await model.stream(START, 100, only)).entries]

        assert sorted(await seen(Only())) == ["P1", "P2", "P3", "P4"]
        assert await seen(Only(area="latgale")) == ["P4"]
        assert await seen(Only(trip="T2")) == ["P1"]
        assert await seen(Only(trip="T1@2026-11-23")) == ["P1", "P2"]
        assert await seen(Only(stop="H")) == ["P1", "P2"]
        assert await seen(Only(area="vidzeme", matched=True)) == ["P1", "P2"]
        assert await seen(Only(area="vidzeme", matched=False)) == ["P3"]
        assert await seen(Only(shipper="nobody")) == []

    @on_a_model
    async def test_a_filter_that_lets_nothing_pass_still_moves_on(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED)
        page = await model.stream(START, 2, Only(shipper="nobody"))
        assert page.entries == []
        assert not page.at_end
        assert page.cursor == (await model.stream(START, 2, Only())).cursor

    @on_a_model
    async def test_a_reader_at_the_end_waits_for_a_decision(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events)
        waiting = asyncio.create_task(model.stream(START, 10, Only(), 30))
        await asyncio.sleep(0.02)
        assert not waiting.done()
        await told(model, log, *PLANNED)
        assert [e.decision.parcel_id for e in (await waiting).entries] == ["P1", "P2", "P3"]
        end = await model.end_of_stream()
        assert (await model.stream(end, 10, Only(), 0.05)).entries == []

    # areas

    @on_a_model
    async def test_figures_count_the_open_parcels(self, model: ReadModel, log: MemoryLog) -> None:
        await told(model, log, *MORNING.events, *PLANNED, committed(MORNING, PLANNED, "P1"))
        figures = await model.figures("vidzeme", NOON)
        assert figures.open_by_status == {
            Status.REQUESTED: 1,
            Status.MATCHED: 1,
            Status.COMMITTED: 1,
            Status.UNMATCHED: 1,
        }
        assert figures.unmatched_by_reason == {"CAPACITY_SOLD_OUT": 1}
        assert figures.trips_with_loads == 2
        assert figures.plan is not None
        assert figures.plan.plan_id == "vidzeme/1"
        later = await model.figures("vidzeme", NOON + 36 * HOUR)
        assert (later.open_parcels, later.trips_with_loads) == (0, 0)
        assert (await model.figures("nowhere", NOON)).plan is None

    @on_a_model
    async def test_areas_are_those_that_are_published(self, model: ReadModel, log: MemoryLog) -> None:
        other = world(MORNING.text.replace("area vidzeme", "area latgale  zone Europe/Lisbon"))
        await told(model, log, *MORNING.events, *other.events)
        assert [(row.area, row.time_zone) for row in await model.areas()] == [
            ("latgale", "Europe/Lisbon"),
            ("vidzeme", "Europe/Riga"),
        ]

    # rejects

    @on_a_model
    async def test_rejects_are_listed_until_they_are_retried(self, model: ReadModel, log: MemoryLog) -> None:
        bad = Message(b"vidzeme", b"nonsense")
        await log.append(Topic.PARCELS, [bad, bad], partition=1)
        await told(model, log, rejection(Topic.PARCELS, 1, 0), rejection(Topic.PARCELS, 1, 1))
        assert [r.row.reject_id for r in await model.rejects(10)] == ["ridealong.parcels/1/0", "ridealong.parcels/1/1"]
        assert len(await model.rejects(1)) == 1
        again = Message(bad.key, bad.value, ((RETRY_HEADER, b"ridealong.parcels/1/0"),))
        await log.append(Topic.PARCELS, [again], partition=1)
        await told(model, log, rejection(Topic.PARCELS, 1, 2))
        assert [r.row.reject_id for r in await model.rejects(10)] == ["ridealong.parcels/1/1", "ridealong.parcels/1/2"]
        assert len(await model.rejects(10, with_retried=True)) == 3
        first, second = [await model.reject(f"ridealong.parcels/1/{offset}") for offset in (0, 2)]
        assert first is not None and second is not None  # noqa: PT018 - both
        assert (first.retry and first.retry.offset, first.retry_of) == (2, None)
        assert (second.retry, second.retry_of) == (None, "ridealong.parcels/1/0")
        assert await model.reject("ridealong.parcels/1/7") is None
        assert await model.reject("no id") is None

    # forgetting

    @on_a_model
    async def test_what_was_over_is_forgotten_and_what_is_open_stays(self, model: ReadModel, log: MemoryLog) -> None:
        later = world("""
            now 2026-11-22 12:00
            area vidzeme
            day 2026-12-20
            trip T5  A 07:00  B 08:00
            parcel P9  A -> B
        """)
        await told(model, log, *MORNING.events, *PLANNED, *later.events, rejection(Topic.PARCELS, 1, 0))
        await told(model, log, *plan(later, "P9: T5 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00")[1:])
        await model.prune(NOON - HOUR)
        assert await model.parcel("vidzeme", "P1") is not None
        await model.prune(NOON + 10 * 24 * HOUR)
        assert await model.parcel("vidzeme", "P1") is None
        assert await model.manifest("vidzeme", "T1@2026-11-23") is None
        assert await model.rejects(10) == []
        assert [e.decision.parcel_id for e in (await model.stream(START, 10, Only())).entries] == ["P9"]
        assert (await model.figures("vidzeme", NOON)).open_by_status[Status.MATCHED] == 1
        manifest = await model.manifest("vidzeme", "T5@2026-12-20")
        assert manifest is not None
        assert manifest.parcels == 1
        assert [row.area for row in await model.areas()] == ["vidzeme"]


def shuffled(in_order: Sequence[Page], seed: int) -> list[Page]:
    """Pages of several topics and partitions, interleaved at random; within each the order stays."""
    draw = random.Random(seed)
    queues: dict[tuple[int, Topic], list[Page]] = {}
    for page in in_order:
        queues.setdefault((page.partition, page.topic), []).append(page)
    interleaved = []
    while queues:
        key = draw.choice(sorted(queues))
        interleaved.append(queues[key].pop(0))
        if not queues[key]:
            del queues[key]
    return interleaved


def rejection(topic: Topic, partition: int, offset: int, code: str = "NOT_JSON") -> Event:
    """An event.rejected about a record. It lands on the partition of its own area, which no question minds."""
    return rejected(Record(str(topic), partition, offset, b"vidzeme", b"nonsense"), code, MORNING.now)
