"""The thread that owns a connection."""

import asyncio
import threading
import weakref

import pytest

from workers.log.sqlite.thread import ConnectionThread


class Page:
    """Something a weak reference can watch."""


def test_work_is_done_in_one_other_thread_in_the_order_it_was_handed_over() -> None:
    done: list[tuple[int, int]] = []

    def work(number: int) -> int:
        done.append((number, threading.get_ident()))
        return number * number

    async def run() -> list[int]:
        thread = ConnectionThread("test")
        answers = await asyncio.gather(*(thread.call(lambda n=n: work(n)) for n in range(50)))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        thread.end()
        return answers

    assert asyncio.run(run()) == [number * number for number in range(50)]
    assert [number for number, _ in done] == list(range(50))
    assert len({ident for _, ident in done} - {threading.get_ident()}) == 1


def test_what_the_work_raises_is_raised_where_it_is_awaited_and_the_thread_goes_on() -> None:
    async def run() -> int:
        thread = ConnectionThread("test")
        with pytest.raises(ZeroDivisionError):
            await thread.call(lambda: 1 // 0)
        answer = await thread.call(lambda: 1)
        thread.end()
        return answer

    assert asyncio.run(run()) == 1


def test_work_whose_waiter_gave_up_before_it_began_is_not_done() -> None:
    done: list[str] = []

    async def run() -> None:
        thread = ConnectionThread("test")
        free = threading.Event()
        first = asyncio.create_task(thread.call(free.wait))
        dropped = asyncio.create_task(thread.call(lambda: done.append("dropped")))
        last = asyncio.create_task(thread.call(lambda: done.append("last")))
        await asyncio.sleep(0)
        dropped.cancel()
        await asyncio.sleep(0)
        free.set()
        await asyncio.gather(first, last)
        thread.end()

    asyncio.run(run())
    assert done == ["last"]


def test_a_result_that_nobody_waits_for_any_more_harms_nobody() -> None:
    free = threading.Event()
    threads: list[ConnectionThread] = []

    async def run() -> None:
        threads.append(ConnectionThread("test"))
        waiting = asyncio.create_task(threads[0].call(free.wait))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(run())
    free.set()
    threads[0].end()  # pytest fails on what a thread raises


def test_an_ended_thread_takes_no_more_work() -> None:
    async def run() -> None:
        thread = ConnectionThread("test")
        thread.end()
        with pytest.raises(RuntimeError, match="has ended"):
            await thread.call(lambda: 1)

    asyncio.run(run())


def test_a_result_is_not_kept_until_the_next_one_comes() -> None:
    async def run() -> None:
        thread = ConnectionThread("test")
        page = await thread.call(Page)
        watch = weakref.ref(page)
        del page
        await asyncio.sleep(0.05)
        assert watch() is None
        thread.end()

    asyncio.run(run())
