"""Stopping a producer that may be beyond help."""

import asyncio

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from workers.log.kafka.translation import ANY

_PATIENCE_S = 3.0
_CUTS = 10


async def discard(producer: AIOKafkaProducer) -> None:
    """Stop it, whatever state it is in; one that does not stop by itself is cut off.

    `stop` first tries to send what is left, for ever if need be: with a broker that is away, or a
    transaction that cannot be ended, it never returns, and its task goes on retrying.
    """
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await producer.stop()
    except ANY:
        await _cut_off(producer)
    _forget_the_last_transaction(producer)


def _forget_the_last_transaction(producer: AIOKafkaProducer) -> None:
    """Nobody asks any more what became of it; asyncio would tell that to everybody as an error."""
    transactions = producer._txn_manager  # noqa: SLF001 - the future is nowhere else
    end = None if transactions is None else transactions.wait_for_transaction_end()
    if end is not None and end.done() and not end.cancelled():
        end.exception()


async def _cut_off(producer: AIOKafkaProducer) -> None:
    producer._message_accumulator.fail_all(ProducerClosed())  # noqa: SLF001 - what waits for it has to end
    task = producer._sender.sender_task  # noqa: SLF001 - there is no other way to end it
    for _ in range(_CUTS):
        if task is None or task.done():
            break
        task.cancel()  # once for itself, and once for each request that it waits for
        await asyncio.wait([task], timeout=_PATIENCE_S / _CUTS)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await producer.client.close()
    except ANY:
        return
