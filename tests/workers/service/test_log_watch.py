"""What the log itself says about the service."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from contracts.record import Message
from contracts.topics import Topic
from workers.log.memory import MemoryLog
from workers.log.port import Positions
from workers.service.log_watch import LogWatch

PARCEL = Message(b"vidzeme", b"{}")


def told(ago_s: int) -> Message:
    """A message that says it was published so long ago."""
    published = datetime.now(UTC) - timedelta(seconds=ago_s)
    return Message(b"vidzeme", b"{}", (("ce_time", published.isoformat().encode()),))


def test_owners_lags_and_ages_are_those_of_the_log() -> None:
    async def run() -> None:
        log = MemoryLog(2)
        ownership = await log.own(1, "worker-1/11")
        await log.append(Topic.PARCELS, [told(100), told(40), told(10)], partition=1)
        await log.commit(ownership, [], {Topic.PARCELS: 1})
        view = await LogWatch(log, None).look()
        assert view.owners == {1: "worker-1/11"}
        assert view.lags == {0: 0, 1: 2}
        assert view.ages_s[0] == 0
        assert 40 <= view.ages_s[1] < 50
        assert (view.view_lag, view.views_stale_s) == (None, 0.0)

    asyncio.run(run())


def test_an_event_that_does_not_say_when_it_was_published_has_no_age() -> None:
    async def run() -> None:
        log = MemoryLog(1)
        strange = [Message(b"v", b"", (("ce_time", time_said),)) for time_said in (b"noon", b"2026-11-23T12:00:00")]
        for message in (PARCEL, *strange):
            await log.append(Topic.PARCELS, [message], partition=0)
        for consumed in range(3):
            ownership = await log.own(0, "worker")
            await log.commit(ownership, [], {Topic.PARCELS: consumed})
            assert (await LogWatch(log, None).look()).ages_s == {0: 0.0}

    asyncio.run(run())


def test_a_partition_has_caught_up_once_what_was_there_at_the_start_is_decided() -> None:
    async def run() -> None:
        log = MemoryLog(1)
        ownership = await log.own(0, "worker")
        await log.append(Topic.PARCELS, [PARCEL, PARCEL], partition=0)
        watch = LogWatch(log, None)
        assert (await watch.look()).behind == [0]
        await log.append(Topic.PARCELS, [PARCEL], partition=0)
        await log.commit(ownership, [], {Topic.PARCELS: 1})
        assert (await watch.look()).behind == [0]
        await log.commit(ownership, [], {Topic.PARCELS: 2})
        view = await watch.look()
        assert (view.behind, view.lags) == ([], {0: 1})
        await log.append(Topic.PARCELS, [PARCEL] * 50, partition=0)
        assert (await watch.look()).behind == [], "once is enough: a burst is no reason to send people away"

    asyncio.run(run())


def test_a_read_model_is_stale_while_it_does_not_show_what_had_been_there() -> None:
    shown: dict[int, Positions] = {0: {Topic.PARCELS: 1}}

    async def read_shown() -> Mapping[int, Positions]:
        return shown

    async def run() -> None:
        log = MemoryLog(1)
        await log.append(Topic.PARCELS, [PARCEL], partition=0)
        watch = LogWatch(log, read_shown)
        view = await watch.look()
        assert (view.view_lag, round(view.views_stale_s, 2)) == (0, 0)
        await log.append(Topic.PARCELS, [PARCEL, PARCEL], partition=0)
        began = time.monotonic()
        assert (await watch.look()).view_lag == 2
        await asyncio.sleep(0.1)
        view = await watch.look()
        assert 0.09 < view.views_stale_s <= time.monotonic() - began + 0.01
        shown[0] = {Topic.PARCELS: 3}
        view = await watch.look()
        assert (view.view_lag, round(view.views_stale_s, 2)) == (0, 0)

    asyncio.run(run())
