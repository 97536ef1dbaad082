"""The read model works with the rights that the ACL of deploy/ gives it: all of its behaviours, as that user."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr

from scripts.servers.redis import RedisServer
from tests.conformance.read_model import ReadModelBehaviours
from tests.deploy.manifests import DEPLOY
from workers.views.port import ReadModel
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings

PASSWORD = "correct-horse"


@pytest.fixture(scope="module")
def guarded(redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A server with the users of valkey.yaml."""
    assert redis_server.is_running()
    text = (DEPLOY / "kubernetes/overlays/strimzi/valkey.yaml").read_text(encoding="utf-8")
    (form,) = re.findall(r"printf '(.*)' ", text)
    users = tmp_path_factory.mktemp("valkey") / "users.acl"
    for_the_test = "user cleaner on nopass +flushall\n"
    users.write_text(form.replace(r"\n", "\n") % PASSWORD + for_the_test, encoding="utf-8")
    with RedisServer(["--aclfile", str(users)]) as server:
        yield server


class TestReadModelWithItsRights(ReadModelBehaviours):
    @pytest.fixture(autouse=True)
    def _as_the_user_of_the_service(self, guarded: RedisServer) -> None:
        with redis.Redis.from_url(guarded.url, username="cleaner", password="") as cleaner:
            cleaner.flushall()
        self._settings = RedisSettings(
            SecretStr(guarded.url), app="ridealong", username="ridealong", password=SecretStr(PASSWORD)
        )

    async def open(self, _folder: Path) -> ReadModel:
        return await RedisReadModel.open(self._settings)


@pytest.mark.parametrize("command", ["FLUSHALL", "CONFIG GET *", "KEYS *", "SHUTDOWN", "SET other 1", "GET other"])
def test_the_user_of_the_service_may_not_do_more(guarded: RedisServer, command: str) -> None:
    client = redis.Redis.from_url(guarded.url, username="ridealong", password=PASSWORD)
    with client, pytest.raises(redis.exceptions.NoPermissionError):
        client.execute_command(*command.split())  # type: ignore[no-untyped-call]  # redis-py has no types for it


def test_nobody_is_let_in_without_a_password(guarded: RedisServer) -> None:
    with redis.Redis.from_url(guarded.url) as client, pytest.raises(redis.exceptions.AuthenticationError):
        client.ping()
