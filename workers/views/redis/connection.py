"""Connections to a Redis: with time-outs, made again by themselves."""

import ssl
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff

from workers.errors import InputError
from workers.views.redis.settings import RedisSettings

_RETRIES = 2
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 0.5


def connect(settings: RedisSettings, *, patience_s: float = 0.0) -> "Redis":
    """A client; it connects when it is first used. `patience_s`: how much longer than usual an answer may take.

    A command that found no answer is sent again. That does no harm: reading changes nothing, and what is
    written has a condition that it makes untrue. Raises InputError.
    """
    pool = BlockingConnectionPool.from_url(
        settings.url.get_secret_value(),
        max_connections=settings.connections,
        timeout=settings.timeout_s,
        socket_timeout=settings.timeout_s + patience_s,
        socket_connect_timeout=settings.connect_timeout_s,
        socket_keepalive=True,
        retry=Retry(ExponentialWithJitterBackoff(cap=_LONGEST_PAUSE_S, base=_FIRST_PAUSE_S), _RETRIES),
        decode_responses=True,
        protocol=2,  # nothing of the newer one is needed, and everything speaks this one
        **_identity(settings),
        **_trust(settings),
    )
    return Redis.from_pool(pool)


def _identity(settings: RedisSettings) -> dict[str, Any]:
    """Who one is, where the address does not say it."""
    given: dict[str, Any] = {"client_name": settings.app}
    if settings.username is not None:
        given["username"] = settings.username
    if settings.password is not None:
        given["password"] = settings.password.get_secret_value()
    return given


def _trust(settings: RedisSettings) -> dict[str, Any]:
    if not settings.has_tls:
        return {}
    if settings.ca_file is not None and not settings.ca_file.is_file():
        raise InputError("the file of the certificate authority is not there.", file=str(settings.ca_file))
    return {
        "ssl_cert_reqs": "required",
        "ssl_check_hostname": True,
        "ssl_min_version": ssl.TLSVersion.TLSv1_2,
        "ssl_ca_certs": None if settings.ca_file is None else str(settings.ca_file),
    }
