"""From where the servers come, and what is said when they come from nowhere."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from scripts.servers import docker
from scripts.servers import redis as redis_program
from scripts.servers.redis import RedisServer

ROOT = Path(__file__).parents[2]

ENGINE = """#!{python}
import os, signal, subprocess, sys
command, *rest = sys.argv[1:]
running = {folder!r} + "/container"
if command == "run":
    open(running, "w").write(str(os.getpid()))
    os.execvp({program!r}[0], [*{program!r}, *rest[rest.index({image!r}) + 1:]])
elif command == "kill":
    os.kill(int(open(running).read()), int(rest[rest.index("--signal") + 1]))
elif command == "rm":
    open({folder!r} + "/removed", "w").write(" ".join(rest))
"""


def command_line(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.servers", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_bare_machine_is_told_what_is_missing(tmp_path: Path) -> None:
    said = command_line("check", PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert said.returncode == 2
    assert "Kafka needs a Docker engine, or Java 17 and Maven" in said.stderr
    assert "Redis needs a Docker engine, or redis-server" in said.stderr
    assert "Traceback" not in said.stderr


def test_java_without_maven_is_told_so(tmp_path: Path) -> None:
    program(tmp_path / "java", "#!/bin/sh\necho 'openjdk version \"21.0.1\" 2025-01-01' >&2\n")
    said = command_line("check", PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert said.returncode == 2
    assert "Kafka is fetched by Maven" in said.stderr


def test_an_old_java_is_told_so(tmp_path: Path) -> None:
    program(tmp_path / "java", "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    said = command_line("check", PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert said.returncode == 2
    assert "Java 17 or newer" in said.stderr


def test_nothing_runs_in_the_background_until_it_isstarted(tmp_path: Path) -> None:
    assert command_line("status", XDG_CACHE_HOME=str(tmp_path)).returncode == 1
    stopped = command_line("stop", XDG_CACHE_HOME=str(tmp_path))
    assert (stopped.returncode, stopped.stderr) == (0, "No server runs in the background.\n")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_server: RedisServer) -> Iterator[Path]:
    """A stand-in for Docker that runs each container as a process: for what we ask of an engine, not for its images."""
    assert redis_server.is_running()
    stand_in = ENGINE.format(
        python=sys.executable, folder=str(tmp_path), image=redis_program.IMAGE, program=redis_program._program()
    )
    program(tmp_path / "docker", stand_in)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.delenv(docker.CHOICE, raising=False)
    docker.docker_answers.cache_clear()
    yield tmp_path
    docker.docker_answers.cache_clear()


def test_a_server_in_a_container_is_killedstarted_and_removed_by_the_engine(engine: Path) -> None:
    with RedisServer() as server, redis.Redis.from_url(server.url) as client:
        assert client.ping()
        server.kill()
        assert not server.is_running()
        server.start()
        assert client.ping()
    assert (engine / "removed").read_text().startswith("--force ridealong-")


def program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
