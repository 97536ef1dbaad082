"""What every EventLog does. An adapter's test subclasses this and says how its log is opened."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from contracts.partitioning import partition_of
from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import Fenced, InputError
from workers.log.port import PAGE_BYTES, EventLog, Output, lag
from workers.log.steps import FAULT_POINTS, FaultPoint, Step

PARTITIONS = 4
LONG_S = 30.0
"""A poll that is expected to be woken waits at most so long; that it was woken shows in half of it."""

Scenario = Callable[["EventLogBehaviours", EventLog], Awaitable[None]]


def on_a_log(scenario: Scenario) -> Callable[["EventLogBehaviours", Path], None]:
    """Run an async test with a fresh log."""

    def test(self: "EventLogBehaviours", tmp_path: Path) -> None:
        async def run() -> None:
            log = await self.open(tmp_path)
            try:
                await scenario(self, log)
            finally:
                await log.close()

        asyncio.run(run())

    test.__doc__ = scenario.__doc__
    return test


def message(text: str, area: str = "vidzeme") -> Message:
    return Message(key=area.encode(), value=text.encode(), headers=(("ce_id", text.encode()),))


def texts(records: Sequence[Record]) -> list[str]:
    return [record.value.decode() for record in records]


def large(letter: str) -> Message:
    """Three of them fill a page."""
    return Message(b"vidzeme", letter.encode() * (PAGE_BYTES * 2 // 5))


def first_letters(records: Sequence[Record]) -> str:
    return "".join(chr(record.value[0]) for record in records)


def areas_on(partition: int, count: int) -> list[str]:
    names = (f"area-{number}" for number in range(10_000))
    return [name for name in names if partition_of(name, PARTITIONS) == partition][:count]


class Crash(Exception):  # noqa: N818 - a test's own
    pass


class EventLogBehaviours:
    """Subclass as `Test...` and say how to open the adapter's log."""

    gapless: ClassVar[bool] = True
    """Whether offsets count records only; those of a log with transactions may also count where they end."""

    async def open(self, folder: Path) -> EventLog:
        raise NotImplementedError

    # appending and reading

    @on_a_log
    async def test_records_are_read_in_the_order_they_were_appended(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("a"), message("b")], partition=1)
        await log.append(Topic.PARCELS, [message("c")], partition=1)
        assert texts(await log.read(Topic.PARCELS, 1, 0)) == ["a", "b", "c"]

    @on_a_log
    async def test_a_record_says_where_it_stands_and_keeps_key_value_and_headers(self, log: EventLog) -> None:
        sent = Message(b"vidzeme", b"{}", (("ce_id", b"1"), ("ce_id", b"2"), ("content-type", b"application/json")))
        await log.append(Topic.TIMETABLES, [sent], partition=2)
        assert await log.read(Topic.TIMETABLES, 2, 0) == [
            Record("ridealong.timetables", 2, 0, sent.key, sent.value, sent.headers)
        ]

    @on_a_log
    async def test_without_a_partition_the_key_decides_where_a_message_goes(self, log: EventLog) -> None:
        areas = [f"area-{number}" for number in range(40)]
        await log.append(Topic.PARCELS, [message(area, area) for area in areas])
        for partition in range(PARTITIONS):
            expected = [area for area in areas if partition_of(area, PARTITIONS) == partition]
            assert expected
            assert texts(await log.read(Topic.PARCELS, partition, 0)) == expected

    @on_a_log
    async def test_offsets_start_at_0_and_have_no_gaps_in_each_topic_and_partition(self, log: EventLog) -> None:
        for text in ("a", "b", "c"):
            for topic in (Topic.PARCELS, Topic.TIMETABLES):
                for partition in (0, 3):
                    await log.append(topic, [message(text), message(text)], partition=partition)
        for topic in (Topic.PARCELS, Topic.TIMETABLES):
            for partition in (0, 3):
                assert [r.offset for r in await log.read(topic, partition, 0)] == [0, 1, 2, 3, 4, 5]

    @on_a_log
    async def test_reading_starts_at_any_offset_and_ends_at_the_limit(self, log: EventLog) -> None:
        await log.append(Topic.MATCHES, [message(str(number)) for number in range(10)], partition=0)
        offset = (await log.read(Topic.MATCHES, 0, 0))[4].offset
        assert texts(await log.read(Topic.MATCHES, 0, offset, 3)) == ["4", "5", "6"]
        assert texts(await log.read(Topic.MATCHES, 0, offset)) == ["4", "5", "6", "7", "8", "9"]
        assert texts(await log.read(Topic.MATCHES, 0, 0, 2)) == ["0", "1"]
        assert await log.read(Topic.MATCHES, 0, (await log.ends(0))[Topic.MATCHES]) == []

    @on_a_log
    async def test_partitions_and_topics_are_independent(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("a")], partition=0)
        assert await log.read(Topic.PARCELS, 1, 0) == []
        assert await log.read(Topic.MATCHES, 0, 0) == []
        assert (await log.ends(1)) == dict.fromkeys(Topic, 0)

    @on_a_log
    async def test_any_bytes_pass_unchanged(self, log: EventLog) -> None:
        every_byte = bytes(range(256))
        foreign = Message(None, every_byte, (("x-binary", every_byte), ("x-name-ā", b"")))
        await log.append(Topic.PARCELS, [foreign, Message(b"", b"")], partition=0)
        without_key, empty = await log.read(Topic.PARCELS, 0, 0)
        assert (without_key.key, without_key.value, without_key.headers) == (None, every_byte, foreign.headers)
        assert (empty.key, empty.value, empty.headers) == (b"", b"", ())

    @on_a_log
    async def test_a_record_of_10_mb_passes(self, log: EventLog) -> None:
        large = Message(b"vidzeme", bytes(10_000_000))
        await log.append(Topic.PARCELS, [message("before"), large, message("after")], partition=0)
        assert [len(r.value) for r in await log.read(Topic.PARCELS, 0, 0)] == [6, 10_000_000, 5]

    @on_a_log
    async def test_a_page_ends_with_the_record_that_brings_it_to_its_size(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [large(text) for text in "abcde"], partition=0)
        page = await log.read(Topic.PARCELS, 0, 0, 100)
        assert first_letters(page) == "abc"
        assert first_letters(await log.read(Topic.PARCELS, 0, page[-1].offset + 1, 100)) == "de"
        assert first_letters(await log.read(Topic.PARCELS, 0, 0, 2)) == "ab"

    @on_a_log
    async def test_a_record_larger_than_a_page_is_a_page_of_its_own(self, log: EventLog) -> None:
        huge = Message(b"vidzeme", b"h" * (PAGE_BYTES + 1))
        await log.append(Topic.PARCELS, [huge, huge], partition=0)
        assert first_letters(await log.read(Topic.PARCELS, 0, 0, 100)) == "h"

    @on_a_log
    async def test_without_a_limit_everything_is_one_page(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [large(text) for text in "abcde"], partition=0)
        assert first_letters(await log.read(Topic.PARCELS, 0, 0)) == "abcde"
        assert first_letters(await log.poll(await log.own(0, "worker"), {}, None, 0)) == "abcde"

    @on_a_log
    async def test_concurrent_publishers_lose_nothing_and_keep_their_own_order(self, log: EventLog) -> None:
        async def publish(name: str) -> None:
            for number in range(20):
                await log.append(Topic.PARCELS, [message(f"{name} {number:02}")], partition=0)

        await asyncio.gather(*(publish(name) for name in "abcd"))
        seen = texts(await log.read(Topic.PARCELS, 0, 0))
        assert len(seen) == 80
        for name in "abcd":
            assert [text for text in seen if text.startswith(name)] == [f"{name} {n:02}" for n in range(20)]

    @on_a_log
    async def test_a_partition_that_the_log_does_not_have_is_refused(self, log: EventLog) -> None:
        with pytest.raises(InputError, match="partitions 0 to 3, not 4"):
            await log.append(Topic.PARCELS, [message("a")], partition=4)
        with pytest.raises(InputError, match="partitions 0 to 3, not -1"):
            await log.own(-1, "worker")

    # owning and committing

    @on_a_log
    async def test_a_commit_writes_outputs_and_positions(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2")], partition=1)
        ownership = await log.own(1, "worker")
        outputs: list[Output] = [
            (Topic.MATCHES, message("m1")),
            (Topic.REJECTS, message("r")),
            (Topic.MATCHES, message("m2")),
        ]
        assert await log.committed(1) == dict.fromkeys(INPUT_TOPICS, 0)
        await log.commit(ownership, outputs, {Topic.PARCELS: 2})
        assert texts(await log.read(Topic.MATCHES, 1, 0)) == ["m1", "m2"]
        assert texts(await log.read(Topic.REJECTS, 1, 0)) == ["r"]
        assert await log.committed(1) == {Topic.TIMETABLES: 0, Topic.UPDATES: 0, Topic.PARCELS: 2}
        assert await log.committed(0) == dict.fromkeys(INPUT_TOPICS, 0)

    @on_a_log
    async def test_lag_counts_the_input_records_that_are_not_consumed(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2")], partition=1)
        await log.append(Topic.TIMETABLES, [message("t1")], partition=1)
        ownership = await log.own(1, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 1})
        assert lag(await log.ends(1), await log.committed(1)) == 2

    @on_a_log
    async def test_offsets_rise_from_commit_to_commit(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        for number in range(3):
            outputs: list[Output] = [(Topic.MATCHES, message(f"{number}{half}")) for half in "ab"]
            await log.commit(ownership, outputs, {Topic.PARCELS: number})
        offsets = [record.offset for record in await log.read(Topic.MATCHES, 0, 0)]
        assert offsets == sorted(set(offsets))
        assert (offsets == [0, 1, 2, 3, 4, 5]) is self.gapless

    @pytest.mark.parametrize("point", [p for p in FAULT_POINTS if Step.APPEND <= p.step <= Step.DURABLE])
    def test_a_commit_that_dies_anywhere_has_written_all_or_nothing(self, tmp_path: Path, point: FaultPoint) -> None:
        def fault(reached: FaultPoint) -> None:
            if reached == point:
                raise Crash

        async def run() -> None:
            log = await self.open(tmp_path)
            ownership = await log.own(0, "worker")
            await log.commit(ownership, [(Topic.MATCHES, message("before"))], {Topic.PARCELS: 1})
            with pytest.raises(Crash):
                await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 7}, fault)
            durable = point == FaultPoint("after", Step.DURABLE)
            assert texts(await log.read(Topic.MATCHES, 0, 0)) == (["before", "m"] if durable else ["before"])
            assert (await log.committed(0))[Topic.PARCELS] == (7 if durable else 1)
            await log.commit(ownership, [(Topic.MATCHES, message("next"))], {Topic.PARCELS: 8})
            assert texts(await log.read(Topic.MATCHES, 0, 0))[-1] == "next"
            await log.close()

        asyncio.run(run())

    @on_a_log
    async def test_whoever_was_taken_over_commits_nothing(self, log: EventLog) -> None:
        former = await log.own(0, "former")
        current = await log.own(0, "current")
        with pytest.raises(Fenced, match="former no longer owns partition 0"):
            await log.commit(former, [(Topic.MATCHES, message("zombie"))], {Topic.PARCELS: 5})
        assert await log.read(Topic.MATCHES, 0, 0) == []
        assert (await log.committed(0))[Topic.PARCELS] == 0
        await log.commit(current, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 1})
        assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["m"]

    @on_a_log
    async def test_being_taken_over_in_one_partition_leaves_the_others(self, log: EventLog) -> None:
        other = await log.own(1, "former")
        await log.own(0, "former")
        await log.own(0, "current")
        await log.commit(other, [(Topic.MATCHES, message("m"))], {})
        assert texts(await log.read(Topic.MATCHES, 1, 0)) == ["m"]

    @on_a_log
    async def test_the_same_owner_that_takes_its_partition_again_is_fenced_too(self, log: EventLog) -> None:
        first = await log.own(0, "worker")
        second = await log.own(0, "worker")
        with pytest.raises(Fenced):
            await log.commit(first, [], {Topic.PARCELS: 1})
        await log.commit(second, [], {Topic.PARCELS: 1})

    @on_a_log
    async def test_whoever_released_a_partition_commits_nothing(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        await log.release(ownership)
        with pytest.raises(Fenced):
            await log.commit(ownership, [], {Topic.PARCELS: 1})

    @on_a_log
    async def test_a_fenced_owner_that_releases_takes_nothing_from_the_current_one(self, log: EventLog) -> None:
        former = await log.own(0, "former")
        current = await log.own(0, "current")
        await log.release(former)
        await log.commit(current, [], {Topic.PARCELS: 1})

    @on_a_log
    async def test_whoever_still_owns_a_partition_may_go_on_after_a_failure(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("a"))], {Topic.PARCELS: 1})

        def fault(_: FaultPoint) -> None:
            raise Crash

        with pytest.raises(Crash):
            await log.commit(ownership, [(Topic.MATCHES, message("lost"))], {Topic.PARCELS: 2}, fault)
        resumed = await log.resume(ownership)
        assert (resumed.partition, resumed.owner) == (0, "worker")
        await log.commit(resumed, [(Topic.MATCHES, message("b"))], {Topic.PARCELS: 2})
        assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["a", "b"]

    @on_a_log
    async def test_whoever_was_taken_over_or_gave_back_may_not_go_on(self, log: EventLog) -> None:
        former = await log.own(0, "former")
        current = await log.own(0, "current")
        with pytest.raises(Fenced):
            await log.resume(former)
        await log.commit(current, [], {Topic.PARCELS: 1})
        assert (await log.resume(current)).owner == "current"

    # between two commits

    @on_a_log
    async def test_a_cut_has_the_positions_and_the_outputs_of_the_same_commit(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2"), message("p3")], partition=1)
        assert (await log.cut(1)).consumed == dict.fromkeys(INPUT_TOPICS, 0)
        ownership = await log.own(1, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("m1")), (Topic.REJECTS, message("r"))], {Topic.PARCELS: 1})
        first = await log.cut(1)
        await log.commit(ownership, [(Topic.MATCHES, message("m2"))], {Topic.PARCELS: 2})
        second = await log.cut(1)
        for at, matches in ((first, ["m1"]), (second, ["m1", "m2"])):
            there = [r for r in await log.read(Topic.MATCHES, 1, 0) if r.offset < at.ends[Topic.MATCHES]]
            assert texts(there) == matches
            assert at.consumed[Topic.PARCELS] == len(matches)
            assert at.waiting == 3 - len(matches)
        assert first.ends[Topic.REJECTS] == second.ends[Topic.REJECTS]

    @on_a_log
    async def test_a_cut_that_is_taken_while_somebody_commits_is_never_between_positions_and_outputs(
        self, log: EventLog
    ) -> None:
        ownership = await log.own(0, "worker")
        done = asyncio.Event()

        async def commit() -> None:
            for number in range(1, 21):
                await log.commit(ownership, [(Topic.MATCHES, message(str(number)))], {Topic.PARCELS: number})
                await asyncio.sleep(0)
            done.set()

        committing = asyncio.create_task(commit())
        seen: set[int] = set()
        while not done.is_set():
            at = await log.cut(0)
            there = [r for r in await log.read(Topic.MATCHES, 0, 0) if r.offset < at.ends[Topic.MATCHES]]
            assert len(there) == at.consumed[Topic.PARCELS]
            seen.add(len(there))
            await asyncio.sleep(0)
        await committing
        assert len(seen) > 1

    @on_a_log
    async def test_whoever_has_read_every_record_is_at_the_end(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        for number in range(3):
            await log.append(Topic.PARCELS, [message(f"p{number}")], partition=0)
            await log.commit(ownership, [(Topic.MATCHES, message(f"m{number}"))], {Topic.PARCELS: number + 1})
            await log.commit(ownership, [(Topic.MATCHES, message(f"n{number}"))], {})
            ends = await log.ends(0)
            for topic in (Topic.PARCELS, Topic.MATCHES):
                assert (await log.read(topic, 0, 0))[-1].offset + 1 == ends[topic]
            assert lag(ends, await log.committed(0)) == 0
            assert 0 not in await log.news({0: ends}, 0)

    # polling

    @on_a_log
    async def test_a_backlog_is_polled_topic_after_topic(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2")], partition=0)
        await log.append(Topic.UPDATES, [message("u1")], partition=0)
        await log.append(Topic.TIMETABLES, [message("t1"), message("t2")], partition=0)
        await log.append(Topic.TIMETABLES, [message("elsewhere")], partition=1)
        ownership = await log.own(0, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("no input"))], {})
        assert texts(await log.poll(ownership, {}, None, 0)) == ["t1", "t2", "u1", "p1", "p2"]
        assert texts(await log.poll(ownership, {}, 4, 0)) == ["t1", "t2", "u1", "p1"]

    @on_a_log
    async def test_a_polled_page_ends_with_the_record_that_brings_it_to_its_size(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [large("p"), large("q")], partition=0)
        await log.append(Topic.TIMETABLES, [large("t"), large("u")], partition=0)
        ownership = await log.own(0, "worker")
        page = await log.poll(ownership, {}, 100, 0)
        assert first_letters(page) == "tup"
        positions = {Topic.TIMETABLES: page[1].offset + 1, Topic.PARCELS: page[2].offset + 1}
        assert first_letters(await log.poll(ownership, positions, 100, 0)) == "q"

    @on_a_log
    async def test_polling_starts_at_the_positions_it_is_given(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2"), message("p3")], partition=0)
        await log.append(Topic.TIMETABLES, [message("t1"), message("t2")], partition=0)
        ownership = await log.own(0, "worker")
        positions = {Topic.TIMETABLES: 1, Topic.PARCELS: 2}
        assert texts(await log.poll(ownership, positions, 10, 0)) == ["t2", "p3"]
        assert texts(await log.poll(ownership, {}, 10, 0)) == ["t1", "t2", "p1", "p2", "p3"]

    @on_a_log
    async def test_polling_nothing_ends_when_the_time_is_over(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        assert await log.poll(ownership, {}, 10, 0) == []
        started = time.monotonic()
        assert await log.poll(ownership, {}, 10, 0.1) == []
        assert time.monotonic() - started >= 0.09

    @on_a_log
    async def test_a_waiting_poll_is_woken_by_an_append(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        waiting = asyncio.create_task(log.poll(ownership, {}, 10, LONG_S))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        started = time.monotonic()
        await log.append(Topic.PARCELS, [message("p1")], partition=0)
        assert texts(await waiting) == ["p1"]
        assert time.monotonic() - started < LONG_S / 2

    @on_a_log
    async def test_a_waiting_poll_sleeps_on_when_another_partition_gets_a_record(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        waiting = asyncio.create_task(log.poll(ownership, {}, 10, 0.3))
        await log.append(Topic.PARCELS, [message("p1")], partition=1)
        assert await waiting == []

    @on_a_log
    async def test_a_poll_that_is_cancelled_loses_nothing(self, log: EventLog) -> None:
        ownership = await log.own(0, "worker")
        waiting = asyncio.create_task(log.poll(ownership, {}, 10, LONG_S))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await log.append(Topic.PARCELS, [message("p1")], partition=0)
        assert texts(await log.poll(ownership, {}, 10, LONG_S)) == ["p1"]

    # following without owning

    @on_a_log
    async def test_news_are_the_ends_of_the_partitions_with_something_unseen(self, log: EventLog) -> None:
        await log.append(Topic.PARCELS, [message("a"), message("b")], partition=1)
        await log.append(Topic.MATCHES, [message("c")], partition=2)
        everything = await log.news({}, 0)
        assert set(everything) == {1, 2}
        assert everything[1] == await log.ends(1)
        seen = {1: everything[1], 2: {Topic.PARCELS: 5}}
        assert set(await log.news(seen, 0)) == {2}
        assert await log.news(everything, 0) == {}

    @on_a_log
    async def test_waiting_for_news_is_ended_by_a_commit_in_any_partition(self, log: EventLog) -> None:
        ownership = await log.own(3, "worker")
        waiting = asyncio.create_task(log.news({}, LONG_S))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        started = time.monotonic()
        await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 1})
        assert set(await waiting) == {3}
        assert time.monotonic() - started < LONG_S / 2

    @on_a_log
    async def test_waiting_for_news_that_do_not_come_ends_when_the_time_is_over(self, log: EventLog) -> None:
        started = time.monotonic()
        assert await log.news({}, 0.1) == {}
        assert time.monotonic() - started >= 0.09
