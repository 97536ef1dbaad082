"""What can be wrong with a Redis is said in a sentence, and secrets are in none."""

import asyncio
import pickle
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from contracts.topics import Topic
from scripts.servers.redis import RedisServer
from scripts.servers.server import free_port
from tests.conformance.read_model import MORNING, PLANNED
from tests.workers.views.history import CHANGED, EXPECTED, PAGES
from tests.workers.views.redis.serving import opened, operator, settings_of, tell
from tests.worlds.answers import answers_of
from workers.errors import InputError, ViewsDamaged, ViewsError
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.views.memory import MemoryReadModel
from workers.views.page import Page
from workers.views.parcel import ParcelStory
from workers.views.projector import Projector
from workers.views.redis.keys import VERSION
from workers.views.redis.model import RedisReadModel
from workers.views.redis.settings import RedisSettings
from workers.views.rows import DecisionRow
from workers.views.stream import Only

RIGHTS = "+@read +@write +@connection +@scripting -@dangerous +client|setname"
"""What docs/decisions/010-redis-read-model.md says the user needs."""


@pytest.fixture
def guarded() -> Iterator[RedisServer]:
    """A server that wants a user and a password."""
    with RedisServer(["--requirepass", "operator"]) as server:
        yield server


def refusal(settings: RedisSettings) -> str:
    async def run() -> None:
        await RedisReadModel.open(settings)

    with pytest.raises(ViewsError) as caught:
        asyncio.run(run())
    return str(caught.value)


def test_where_nobody_listens() -> None:
    where = f"127.0.0.1:{free_port()}"
    told = refusal(RedisSettings(SecretStr(f"redis://:hidden@{where}/0")))
    assert told.startswith(f"The Redis at {where} cannot be reached: is it running, and is the address right?")
    assert "hidden" not in told


def test_a_name_that_nobody_has() -> None:
    assert "cannot be reached" in refusal(RedisSettings(SecretStr("redis://nobody.invalid:6379/0")))


def test_without_a_password_or_with_a_wrong_one(guarded: RedisServer) -> None:
    settings = settings_of(guarded)
    assert "refuses the user or the password" in refusal(settings)
    told = refusal(replace(settings, username="default", password=SecretStr("hidden")))
    assert "refuses the user or the password" in told
    assert "hidden" not in told


def test_a_user_with_the_rights_that_are_documented_is_enough(guarded: RedisServer) -> None:
    async def run() -> None:
        async with Redis.from_url(guarded.url, password="operator") as client:
            await tell(client, "ACL SETUSER", "ridealong", "on", ">hidden", "~{ridealong}:*", *RIGHTS.split())
        settings = replace(settings_of(guarded), username="ridealong", password=SecretStr("hidden"))
        model = await RedisReadModel.open(settings)
        for page in PAGES:
            await model.apply(page)
        assert await answers_of(model, CHANGED) == EXPECTED
        await model.prune(0)
        await model.clear()
        await model.close()
        stranger = await RedisReadModel.open(replace(settings, app="another"))
        with pytest.raises(ViewsError, match="does not allow its user what the read model needs"):
            await stranger.apply(PAGES[0])
        await stranger.close()

    asyncio.run(run())


def test_a_server_that_drops_keys_when_memory_gets_scarce_is_refused() -> None:
    with RedisServer(["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"]) as server:
        assert "set it to noeviction" in refusal(settings_of(server))


def test_without_memory_nothing_of_a_page_is_applied() -> None:
    async def run(server: RedisServer) -> None:
        model = await opened(server)
        for page in PAGES[:5]:
            await model.apply(page)
        before = await model.marks()
        async with operator(server) as client:
            stored = {key: await client.dump(key) async for key in client.scan_iter("*")}
            await client.config_set("maxmemory", "1")
            with pytest.raises(ViewsError, match="no memory left"):
                await model.apply(PAGES[5])
            assert {key: await client.dump(key) async for key in client.scan_iter("*")} == stored
            assert await model.marks() == before
            await client.config_set("maxmemory", "0")
        for page in PAGES[5:]:
            await model.apply(page)
        assert await answers_of(model, CHANGED) == EXPECTED
        await model.close()

    with RedisServer() as server:
        asyncio.run(run(server))


@pytest.mark.parametrize("name", ["mark", "request", "live", "publication"])
def test_what_somebody_wrote_over_is_damage_and_is_made_anew(redis_server: RedisServer, unique: str, name: str) -> None:
    async def run() -> None:
        log, model = MemoryLog(1), await opened(redis_server, unique)
        await publish(log, [*MORNING.events, *PLANNED])
        async with operator(redis_server) as client:
            await client.set(f"{{{unique}}}:{VERSION}:{name}", "nonsense")
        with pytest.raises(ViewsDamaged, match="is no read model"):
            await Projector(log, model).catch_up()
        stop = asyncio.Event()
        projecting = asyncio.create_task(Projector(log, model).run(stop))
        async with asyncio.timeout(20):
            while await story_or_none(model) is None:  # noqa: ASYNC110 - a read model sets no event
                await asyncio.sleep(0.01)
        stop.set()
        await projecting
        memory = MemoryReadModel()
        await Projector(log, memory).catch_up()
        assert await answers_of(model, MORNING) == await answers_of(memory, MORNING)
        await model.close()

    asyncio.run(run())


@pytest.mark.parametrize("nonsense", ["nonsense", "[]", "\xff"])
@pytest.mark.parametrize("name", ["area", "place", "live", "mark"])
def test_what_somebody_scribbled_into_a_table_is_damage(
    redis_server: RedisServer, unique: str, name: str, nonsense: str
) -> None:
    async def run() -> None:
        model = await opened(redis_server, unique)
        for page in PAGES:
            await model.apply(page)
        async with operator(redis_server) as client:
            for field in await client.hkeys(f"{{{unique}}}:{VERSION}:{name}"):
                await client.hset(f"{{{unique}}}:{VERSION}:{name}", field, nonsense.encode("latin-1"))
        with pytest.raises(ViewsDamaged):
            await asked(model)
        await model.clear()
        for page in PAGES:
            await model.apply(page)
        assert await answers_of(model, CHANGED) == EXPECTED
        await model.close()

    async def asked(model: RedisReadModel) -> None:
        await model.marks()
        for page in PAGES:
            await model.apply(replace(page, start=page.end, end=page.end + 1, rows=[]))
        for decision in (row for page in PAGES for row in page.rows if isinstance(row, DecisionRow)):
            later = replace(decision, offset=100, revision=100)
            await model.apply(Page(Topic.MATCHES, 0, 0, 101, "", [later]))
        await answers_of(model, CHANGED)

    asyncio.run(run())


def test_a_replica_is_refused_when_something_is_to_be_written() -> None:
    async def run(server: RedisServer) -> None:
        async with operator(server) as client:
            await client.replicaof("127.0.0.1", free_port())
        model = await opened(server)
        with pytest.raises(ViewsError, match="is a replica"):
            await model.apply(PAGES[0])
        await model.close()

    with RedisServer(["--replica-serve-stale-data", "yes"]) as server:
        asyncio.run(run(server))


def test_a_cluster_finds_all_keys_of_an_app_in_one_slot() -> None:
    async def run(server: RedisServer) -> None:
        async with operator(server) as client:
            await tell(client, "CLUSTER ADDSLOTS", *range(16384))
            async with asyncio.timeout(20):
                while (await tell(client, "CLUSTER INFO"))["cluster_state"] != "ok":  # noqa: ASYNC110 - a server sets no event
                    await asyncio.sleep(0.05)
        model = await opened(server)
        for page in PAGES:
            await model.apply(page)
        assert await answers_of(model, CHANGED) == EXPECTED
        async with operator(server) as client:
            slots = {await tell(client, "CLUSTER KEYSLOT", key) async for key in client.scan_iter("*")}
        assert len(slots) == 1
        await model.close()

    with RedisServer(["--cluster-enabled", "yes"]) as server:
        asyncio.run(run(server))


def test_nothing_is_used_that_is_younger_than_redis_6_2() -> None:
    async def run(server: RedisServer) -> None:
        model = await opened(server)
        for page in PAGES:
            await model.apply(page)
        await answers_of(model, CHANGED)
        await model.stream(await model.end_of_stream(), 1, Only(), 0.1)
        await model.prune(2**33)
        await model.clear()
        await model.close()
        async with operator(server) as client:
            stats = await client.info("commandstats")
            used = {name.removeprefix("cmdstat_").partition("|")[0] for name in stats}
            assert {"evalsha", "zadd", "xadd", "xread"} <= used
            for name in used - {"client"}:  # redis-py says its name and version to servers that want to know
                docs = await tell(client, "COMMAND DOCS", name)
                since = docs[name.encode()][b"since"].decode()
                assert [int(part) for part in since.split(".")] <= [6, 2, 0], name

    with RedisServer() as server:
        asyncio.run(run(server))


def test_over_tls_the_server_has_to_prove_who_it_is(tmp_path: Path) -> None:
    key, certificate = _certificate(tmp_path)
    port = free_port()
    options = ["--tls-port", str(port), "--tls-auth-clients", "no"]
    files = ["--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--tls-ca-cert-file", str(certificate)]
    with RedisServer([*options, *files]) as server:
        plain = settings_of(server)
        trusting = replace(plain, url=SecretStr(f"rediss://127.0.0.1:{port}/0"), ca_file=certificate)
        assert "cannot be trusted" in refusal(replace(trusting, ca_file=None))
        other = _certificate(tmp_path / "other")[1]
        assert "cannot be trusted" in refusal(replace(trusting, ca_file=other))

        async def run() -> None:
            model = await RedisReadModel.open(trusting)
            await model.apply(PAGES[0])
            assert await model.marks() != {}
            await model.close()

        asyncio.run(run())


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1 that vouches for itself."""
    folder.mkdir(exist_ok=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*make, *named, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=30)
    return key, certificate


@pytest.mark.parametrize("url", ["", "localhost:6379", "http://localhost", "redis://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no address of a Redis"):
        RedisSettings(SecretStr(url))


@pytest.mark.parametrize("app", ["", "a b", "{a}", "a:b"])
def test_an_app_has_a_name_that_fits_into_keys(app: str) -> None:
    with pytest.raises(InputError, match="letters, digits"):
        RedisSettings(SecretStr("redis://localhost"), app=app)


def test_an_authority_that_is_not_there_is_refused(tmp_path: Path) -> None:
    settings = RedisSettings(SecretStr("rediss://localhost"), ca_file=tmp_path / "nowhere.pem")
    with pytest.raises(InputError, match="not there"):
        RedisReadModel(settings)


def test_settings_show_no_secret_and_can_be_sent_to_another_process() -> None:
    settings = RedisSettings(SecretStr("redis://u:hidden@h:1/0"), username="u", password=SecretStr("hidden"))
    assert "hidden" not in f"{settings!r} {settings} {settings.where}"
    assert pickle.loads(pickle.dumps(settings)) == settings


async def story_or_none(model: RedisReadModel) -> ParcelStory | None:
    """That of a parcel that was decided on, which is the last the projector reads."""
    try:
        story = await model.parcel("vidzeme", "P1")
    except ViewsDamaged:
        return None
    return story if story is not None and story.facts.decisions else None
