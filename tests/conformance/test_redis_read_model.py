"""The Redis read model keeps to the port, on a real server."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from scripts.servers.redis import RedisServer
from tests.conformance.read_model import ReadModelBehaviours
from workers.views.port import ReadModel
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings


class TestRedisReadModel(ReadModelBehaviours):
    @pytest.fixture(autouse=True)
    def _an_app_of_its_own(self, redis_server: RedisServer, unique: str) -> None:
        self._settings = RedisSettings(SecretStr(redis_server.url), app=unique)

    async def open(self, _folder: Path) -> ReadModel:
        return await RedisReadModel.open(self._settings)
