"""aiokafka's errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka.errors import (
    ConsumerStoppedError,
    GroupAuthorizationFailedError,
    IllegalOperation,
    InvalidProducerEpoch,
    InvalidSessionTimeoutError,
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    NotEnoughReplicasAfterAppendError,
    NotEnoughReplicasError,
    ProducerFenced,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)

from workers.errors import Fenced, LogError
from workers.log.port import Ownership

FENCED = (ProducerFenced, InvalidProducerEpoch)

ANY = (KafkaError, IllegalOperation, ConsumerStoppedError, TimeoutError, OSError, AssertionError)
"""All that aiokafka raises: it asserts where a producer is in a state that it did not expect."""

_SENTENCES: dict[type[Exception], str] = {
    TopicAuthorizationFailedError: "we may not use one of the topics",
    GroupAuthorizationFailedError: "we may not use the consumer group",
    TransactionalIdAuthorizationFailed: "we may not use the transactional id",
    InvalidSessionTimeoutError: "the brokers do not allow such a lease: see group.min.session.timeout.ms",
    MessageSizeTooLargeError: "a record is larger than max.message.bytes of its topic",
    NotEnoughReplicasError: "too few replicas are in sync: see min.insync.replicas",
    NotEnoughReplicasAfterAppendError: "too few replicas are in sync: see min.insync.replicas",
    KafkaConnectionError: "no broker can be spoken to; the log says why",
    TimeoutError: "it did not answer in time",
}


@contextmanager
def translated(doing: str, ownership: Ownership | None = None) -> Iterator[None]:
    """Turn whatever aiokafka raises in the block into an error of ours that says what was being done.

    Of a producer of `ownership` that was fenced it says so.
    """
    try:
        yield
    except FENCED as error:
        if ownership is not None:
            raise Fenced(ownership.partition, ownership.owner) from error
        raise LogError(f"Kafka: {doing}: another program writes under our name.") from error
    except ANY as error:
        raise LogError(f"Kafka: {doing}: {sentence(error)}.") from error


def sentence(error: BaseException) -> str:
    """What an error of aiokafka's means, without a full stop."""
    for kind, said in _SENTENCES.items():
        if isinstance(error, kind):
            return said
    return str(error).rstrip(".") or type(error).__name__
