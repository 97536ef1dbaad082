"""`ridealong worker`, `projector` and `gateway` as processes of their own on real servers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from contracts.event import Event
from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from scripts.servers.server import free_port
from tests.end_to_end.commands import refused, ridealong
from tests.end_to_end.systems import System, environment, on_servers
from tests.worlds.world import world
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.settings import PREFIX

PROGRAM = Path(sys.executable).with_name("ridealong")
ROLES = ("worker", "projector", "gateway")
LONG_S = 90.0
"""Nothing takes so long, also where others use the processors, unless it hangs."""
PASSWORD = "correct-horse-battery"

VALLEY = world(
    """
    now 2126-11-22 12:00
    area valley
    day 2126-11-23
    place A  cut_off 10  release 30
    place B  release 30
    trip T1  A 07:00  B 08:00
    parcel P1  A -> B  20 l 4 kg  value 6.50
    """
)
"""Far ahead, so that nothing is past due when a test runs."""


@dataclass(frozen=True)
class Running:
    """A role that runs, in a folder of its own."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    @property
    def url(self) -> str | None:
        """Where it tells how it is; None until it has said so."""
        found = re.search(r"health at (\S+)/readyz", self.out.read_text(encoding="utf-8"))
        return None if found is None else found[1]

    def ready(self) -> bool:
        return self.url is not None and self._status("/readyz") == 200

    def _status(self, path: str) -> int | None:
        try:
            return httpx.get(f"{self.url}{path}", timeout=LONG_S).status_code
        except httpx.TransportError:
            return None

    def end(self) -> int:
        """Tell it to stop; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONG_S)


@contextmanager
def running(role: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Running]:
    """A role on any free port; killed after the block if it still runs."""
    folder.mkdir()
    port = "--port" if role == "gateway" else "--health-port"
    quick = {f"{PREFIX}LINGER_MS": "20", f"{PREFIX}TIME_LIMIT_S": "0.2", f"{PREFIX}DATA_DIR": str(folder / "data")}
    ran = folder / "out", folder / "err"
    with ran[0].open("wb") as out, ran[1].open("wb") as err:
        process = subprocess.Popen(
            [PROGRAM, role, port, "0"], stdout=out, stderr=err, env={**os.environ, **quick, **settings}
        )
    try:
        yield Running(process, *ran)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(LONG_S)


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.1)


@pytest.fixture
def system(kafka: KafkaServer, redis_server: RedisServer) -> System:
    return on_servers(kafka, redis_server)


def publish_on(system: System, events: tuple[Event, ...]) -> None:
    async def work(log: EventLog) -> None:
        await publish(log, events)

    system.in_log(work)


def test_the_three_roles_take_a_parcel_from_its_request_to_its_story_and_end_in_order(
    system: System, tmp_path: Path
) -> None:
    on = {**system.environment, f"{PREFIX}KAFKA_PASSWORD": PASSWORD}
    with (
        running("worker", tmp_path / "worker", on) as worker,
        running("projector", tmp_path / "projector", on) as projector,
        running("gateway", tmp_path / "gateway", on) as gateway,
    ):
        roles = dict(zip(ROLES, (worker, projector, gateway), strict=True))
        for name, role in roles.items():
            until(role.ready, f"the {name} is ready")
        publish_on(system, tuple(VALLEY.events))
        until(lambda: _is_matched(system), "the parcel is matched")
        asked = system.done("parcel", "P1")
        assert "Matched: hand it in at A" in asked.out
        assert asked.err == "", "a service runs"
        figures = httpx.get(f"{gateway.url}/metrics", timeout=LONG_S)
        assert figures.status_code == 200
        assert {name: role.end() for name, role in roles.items()} == dict.fromkeys(ROLES, 0)
    for name, role in roles.items():
        said = role.out.read_text(encoding="utf-8")
        assert said.startswith(f"The {name} runs on {system.where}, health at http://127.0.0.1:")
        assert said.endswith(f"The {name} has stopped.\n")
        assert PASSWORD not in said + role.err.read_text(encoding="utf-8")
        assert "Traceback" not in role.err.read_text(encoding="utf-8")


def _is_matched(system: System) -> bool:
    """As the read model has it, or the log, if need be."""
    said = system.ran("parcel", "P1", "--json")
    return said.status == 0 and json.loads(said.out)["status"] == "matched"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_brokers_is_told_what_it_needs(role: str) -> None:
    told = refused(role)
    assert told == "Error: kafka_bootstrap: a role needs Kafka: name its brokers, such as localhost:9092.\n"


@pytest.mark.parametrize("role", ["projector", "gateway"])
def test_a_role_that_needs_redis_says_so(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}KAFKA_BOOTSTRAP", "localhost:1")
    told = refused(role)
    assert told == "Error: redis_url: the read model needs a Redis, such as redis://localhost:6379/0.\n"


@pytest.mark.parametrize("words", [("verify",), ("parcel", "P1"), ("topics", "check")], ids=" ".join)
def test_where_no_broker_answers_a_command_ends_with_a_sentence(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}KAFKA_BOOTSTRAP", f"127.0.0.1:{free_port()}")
    ran = ridealong(*words)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].startswith("Error: Kafka: ")


def test_a_worker_without_topics_is_told_which_command_makes_them(
    kafka: KafkaServer, redis_server: RedisServer, tmp_path: Path
) -> None:
    with running("worker", tmp_path / "worker", environment(kafka, redis_server)) as worker:
        assert worker.process.wait(LONG_S) == 2
    assert "ridealong topics apply" in worker.err.read_text(encoding="utf-8")


def test_while_no_broker_answers_a_role_waits_shows_no_secret_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    nobody = {
        "KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}",
        "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
        "KAFKA_USERNAME": "shop",
        "KAFKA_PASSWORD": PASSWORD,
        "REDIS_URL": f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0",
    }
    with running("gateway", tmp_path / "gateway", {PREFIX + name: value for name, value in nobody.items()}) as role:
        until(lambda: "the log cannot be reached" in role.err.read_text(encoding="utf-8"), "it says why it waits")
        assert role.end() == 0
    assert PASSWORD not in role.out.read_text(encoding="utf-8") + role.err.read_text(encoding="utf-8")


def test_a_projector_with_a_wrong_password_says_so_without_telling_it(system: System, tmp_path: Path) -> None:
    """This Redis asks for none, and takes nobody who offers one."""
    host = system.environment[f"{PREFIX}REDIS_URL"].removeprefix("redis://")
    wrong = {**system.environment, f"{PREFIX}REDIS_URL": f"redis://:{PASSWORD}@{host}"}
    with running("projector", tmp_path / "projector", wrong) as role:
        until(lambda: "refuses the user or the password" in role.err.read_text(encoding="utf-8"), "why it cannot work")
        assert not role.ready()
        assert role.end() == 0
    assert PASSWORD not in role.out.read_text(encoding="utf-8") + role.err.read_text(encoding="utf-8")
