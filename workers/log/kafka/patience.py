"""Asking again while a cluster is still finding its feet: after a start, a fail-over, a lost connection."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiokafka.errors import KafkaError

T = TypeVar("T")

_AGAIN_S = 0.05


async def patiently(ask: Callable[[], Awaitable[T]], patience_s: float) -> T:
    """The answer, for which one asks again as long as Kafka calls the error one that passes, at most so long."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return await ask()
        except KafkaError as error:
            if not error.retriable or time.monotonic() >= deadline:
                raise
        await asyncio.sleep(_AGAIN_S)
