"""The independent reader compares the read model in Redis with its own fold."""

import asyncio
from collections.abc import Callable

import pytest
from redis import Redis

from scripts.servers.redis import RedisServer
from tests.crash.reader import read
from tests.crash.reader.log_file import read_log_file
from tests.crash.reader.redis_views import check_redis, prefix_of
from workers.distributed import open_views
from workers.log.sqlite.log import SqliteLog
from workers.service.data_dir import DataDir
from workers.settings import Settings
from workers.views.projector import Projector, ProjectorSettings

Spoil = Callable[["Redis", str], object]


@pytest.fixture
def shown(flawless: DataDir, redis_server: RedisServer, unique: str) -> Settings:
    """A read model in Redis that shows all of the log."""
    settings = Settings(data_dir=flawless.path, redis_url=redis_server.url, app=unique)

    async def show() -> None:
        model = await open_views(settings)
        async with await SqliteLog.open(flawless.log) as log:
            await Projector(log, model, ProjectorSettings(keep_days=None)).catch_up()
        await model.close()

    asyncio.run(show())
    return settings


def violations(settings: Settings, url: str) -> list[str]:
    log = read_log_file(DataDir(settings.data_dir).log)
    _, areas, rejects = read.check_log(log)
    return list(check_redis(url, settings.app, log, areas, rejects))


def test_it_finds_nothing_wrong_with_the_read_model_of_a_flawless_log(
    shown: Settings, redis_server: RedisServer
) -> None:
    assert violations(shown, redis_server.url) == []


def lose_a_field(name: str) -> Spoil:
    return lambda client, prefix: client.hdel(prefix + name, next(iter(client.hkeys(prefix + name))))


def lose_a_decision(client: "Redis", prefix: str) -> None:
    client.xtrim(next(client.scan_iter(f"{prefix}match:*")), maxlen=1, approximate=False)


@pytest.mark.parametrize(
    ("what", "spoil"),
    [(name, lose_a_field(name)) for name in ("mark", "area", "place", "live", "plan", "reject")]
    + [("trip", lose_a_field("in_force")), ("match", lose_a_decision)],
)
def test_it_sees_what_is_missing(what: str, spoil: Spoil, shown: Settings, redis_server: RedisServer) -> None:
    with Redis.from_url(redis_server.url, decode_responses=True) as client:
        spoil(client, prefix_of(client, shown.app))
    found = violations(shown, redis_server.url)
    assert found
    assert all(violation.startswith(f"redis: {what} misses") for violation in found), found
