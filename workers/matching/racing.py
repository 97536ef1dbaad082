"""Waiting for one thing unless another comes first."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

T = TypeVar("T")


class Overtaken(Exception):  # noqa: N818 - reads as what happened
    """Something else came before what was waited for, which is cancelled."""


async def unless(wanted: Awaitable[T], *others: Awaitable[Any]) -> T:
    """The result of `wanted`, if it is there no later than the end of any of the others.

    Raises Overtaken otherwise. What is left is cancelled.
    """
    main = asyncio.ensure_future(wanted)
    rest = [asyncio.ensure_future(other) for other in others]
    try:
        await asyncio.wait([main, *rest], return_when=asyncio.FIRST_COMPLETED)
        if main.done():
            return main.result()
        for other in rest:
            if other.done():
                other.result()
        raise Overtaken
    finally:
        for task in (main, *rest):
            task.cancel()  # leaves one that is done as it is
        await asyncio.gather(main, *rest, return_exceptions=True)  # also takes note of what nobody asked for
