"""The composition root's other half: log and read model on Kafka and Redis, made from the settings.

A module of its own, so that their libraries are loaded only where a system is on them.
"""

from contracts.partitioning import DEFAULT_PARTITIONS
from workers.errors import InputError
from workers.log.kafka import topics
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.membership import KafkaMembership
from workers.log.kafka.settings import ClientCredentials, KafkaSettings
from workers.log.port import EventLog, Membership
from workers.settings import Settings
from workers.views.port import ReadModel
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings


async def open_log(settings: Settings) -> EventLog:
    """The log on Kafka."""
    return await KafkaLog.open(kafka_settings(settings))


async def open_views(settings: Settings) -> ReadModel:
    """The read model in Redis."""
    return await RedisReadModel.open(redis_settings(settings))


async def join(settings: Settings, name: str) -> Membership:
    """Share the partitions with all other workers of the app, under a name of one's own."""
    return await KafkaMembership.join(kafka_settings(settings), settings.lease_s, name)


async def apply_topics(settings: Settings) -> list[str]:
    """Make or mend the topics; a sentence for each thing done."""
    return await topics.apply(kafka_settings(settings), _declared(settings))


async def check_topics(settings: Settings) -> list[str]:
    """A sentence for each difference between the topics and what they should be."""
    return await topics.check(kafka_settings(settings), _declared(settings))


def check(settings: Settings, *, needs_views: bool) -> None:
    """Raises InputError for settings that are missing or do not go together, before anything starts."""
    kafka_settings(settings)
    if needs_views:
        redis_settings(settings)


def kafka_settings(settings: Settings) -> KafkaSettings:
    """How the cluster is reached. Raises InputError for what does not go together."""
    if settings.kafka_bootstrap is None:
        raise InputError("name the brokers, such as localhost:9092.", field="kafka_bootstrap")
    return KafkaSettings(
        settings.kafka_bootstrap,
        app=settings.app,
        topic_prefix=settings.topic_prefix,
        security_protocol=settings.kafka_security_protocol,
        sasl_mechanism=settings.kafka_sasl_mechanism,
        username=settings.kafka_username,
        password=settings.kafka_password,
        token=_token(settings),
        ca_file=settings.kafka_ca_file,
        certificate_file=settings.kafka_certificate_file,
        key_file=settings.kafka_key_file,
    )


def redis_settings(settings: Settings) -> RedisSettings:
    """How Redis is reached. Raises InputError for what does not go together."""
    if settings.redis_url is None:
        raise InputError("the read model needs a Redis, such as redis://localhost:6379/0.", field="redis_url")
    return RedisSettings(
        settings.redis_url,
        app=settings.app,
        username=settings.redis_username,
        password=settings.redis_password,
        ca_file=settings.redis_ca_file,
    )


def _declared(settings: Settings) -> topics.Declaration:
    return topics.Declaration(
        partitions=DEFAULT_PARTITIONS if settings.partitions is None else settings.partitions,
        replication=settings.topic_replication,
        retention_days=settings.topic_retention_days,
    )


def _token(settings: Settings) -> ClientCredentials | None:
    """Where OAUTHBEARER gets its tokens."""
    if settings.kafka_token_url is None or settings.kafka_username is None or settings.kafka_password is None:
        return None
    return ClientCredentials(settings.kafka_token_url, settings.kafka_username, settings.kafka_password)
