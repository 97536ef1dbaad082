"""What every log does that is shared by leases, besides what every EventLog does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from contracts.topics import Topic
from tests.conformance.event_log import EventLogBehaviours, message, texts
from workers.errors import Fenced
from workers.log.port import EventLog, LeasedLog

Scenario = Callable[["LeasedLogBehaviours", LeasedLog], Awaitable[None]]


def on_a_leased_log(scenario: Scenario) -> Callable[["LeasedLogBehaviours", Path], None]:
    """Run an async test with a fresh log."""

    def test(self: "LeasedLogBehaviours", tmp_path: Path) -> None:
        async def run() -> None:
            log = await self.open_leased(tmp_path, 10.0)
            try:
                await scenario(self, log)
            finally:
                await log.close()

        asyncio.run(run())

    test.__doc__ = scenario.__doc__
    return test


class LeasedLogBehaviours(EventLogBehaviours):
    """Subclass as `Test...` and say how to open the adapter's log with leases of that length."""

    async def open_leased(self, folder: Path, lease_s: float) -> LeasedLog:
        raise NotImplementedError

    async def open(self, folder: Path) -> EventLog:
        return await self.open_leased(folder, 10.0)

    @on_a_leased_log
    async def test_a_partition_is_claimed_only_while_nobody_holds_it(self, log: LeasedLog) -> None:
        (held,) = await log.claim([0], "first")
        assert [o.partition for o in await log.claim([0, 1], "second")] == [1]
        await log.release(held)
        (claimed,) = await log.claim([0], "second")
        with pytest.raises(Fenced):
            await log.commit(held, [], {Topic.PARCELS: 1})
        await log.commit(claimed, [], {Topic.PARCELS: 1})

    @on_a_leased_log
    async def test_renewing_tells_which_partitions_are_still_ours(self, log: LeasedLog) -> None:
        lost, kept = await log.own(0, "worker"), await log.own(1, "worker")
        await log.own(0, "another")
        assert await log.renew([lost, kept]) == [kept]

    def test_a_lease_that_ran_out_may_be_claimed_but_takes_nothing_by_itself(self, tmp_path: Path) -> None:
        async def run() -> None:
            log = await self.open_leased(tmp_path, 0.05)
            silent = await log.own(0, "silent")
            await asyncio.sleep(0.1)
            await log.commit(silent, [(Topic.MATCHES, message("late"))], {Topic.PARCELS: 1})
            (claimed,) = await log.claim([0], "heir")
            with pytest.raises(Fenced):
                await log.commit(silent, [(Topic.MATCHES, message("zombie"))], {Topic.PARCELS: 2})
            await log.commit(claimed, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 2})
            assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["late", "m"]
            await log.close()

        asyncio.run(run())

    @on_a_leased_log
    async def test_it_tells_who_holds_which_partition(self, log: LeasedLog) -> None:
        assert await log.owners() == {}
        kept, given_back = await log.own(0, "first"), await log.own(1, "first")
        await log.own(2, "first")
        await log.own(2, "second")
        await log.release(given_back)
        assert await log.owners() == {kept.partition: "first", 2: "second"}

    def test_an_owner_that_is_silent_for_a_lease_holds_nothing(self, tmp_path: Path) -> None:
        async def run() -> None:
            log = await self.open_leased(tmp_path, 0.05)
            await log.own(0, "silent")
            assert await log.owners() == {0: "silent"}
            await asyncio.sleep(0.1)
            assert await log.owners() == {}
            await log.close()

        asyncio.run(run())

    @pytest.mark.parametrize("jump_s", [-7200.0, 7200.0])
    def test_setting_the_wall_clock_ends_no_lease_and_prolongs_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump_s: float
    ) -> None:
        async def run() -> None:
            log = await self.open_leased(tmp_path, 0.5)
            await log.own(0, "worker")
            set_to = time.time() + jump_s
            monkeypatch.setattr(time, "time", lambda: set_to)
            monkeypatch.setattr(time, "time_ns", lambda: int(set_to * 1e9))
            assert await log.claim([0], "another") == []
            await asyncio.sleep(0.6)
            assert [taken.partition for taken in await log.claim([0], "another")] == [0]
            await log.close()

        asyncio.run(run())

    @on_a_leased_log
    async def test_a_fenced_owner_that_releases_leaves_the_lease_of_the_current_one(self, log: LeasedLog) -> None:
        former = await log.own(0, "former")
        await log.own(0, "current")
        await log.release(former)
        assert await log.claim([0], "third") == []
