"""A read model on a test's Redis."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr
from redis.asyncio import Redis

from scripts.servers.redis import RedisServer
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings


def settings_of(server: RedisServer, app: str = "ridealong", timeout_s: float = 5.0) -> RedisSettings:
    """How a test's server is reached."""
    return RedisSettings(SecretStr(server.url), app=app, timeout_s=timeout_s)


async def opened(server: RedisServer, app: str = "ridealong") -> RedisReadModel:
    """The read model of an app."""
    return await RedisReadModel.open(settings_of(server, app))


@asynccontextmanager
async def operator(server: RedisServer) -> AsyncIterator[Redis]:
    """Somebody else at the server, who may do anything."""
    client = Redis.from_url(server.url)
    try:
        yield client
    finally:
        await client.aclose()


async def tell(client: Redis, command: str, *words: str | int | bytes) -> Any:
    """A command for which redis-py has no method, or not one for this."""
    return await client.execute_command(command, *words)  # type: ignore[no-untyped-call]  # redis-py's own
