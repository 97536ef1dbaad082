"""One Redis, or Valkey, which keeps nothing over a restart unless it was told to save."""

import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.servers.cache import cached
from scripts.servers.docker import docker_answers, in_container, require_image
from scripts.servers.errors import MissingProgramError
from scripts.servers.keeper import Launch
from scripts.servers.server import Server, free_port, remove, temporary_folder

IMAGE = "valkey/valkey:8.1"
_PROGRAMS = ("redis-server", "valkey-server")


class RedisServer(Server):
    """A Redis that writes nothing by itself. After `SAVE`, a restart finds what was there at that moment.

    `options` are added to its command line, such as `("--maxmemory", "10mb")`.
    """

    def __init__(self, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        """Where clients connect."""
        folder = temporary_folder("redis")
        arguments = ["--port", str(self.port), "--dir", str(folder), "--save", "", "--appendonly", "no", *options]
        try:
            if docker_answers():
                command = ["valkey-server", "--protected-mode", "no", *arguments]
                launch = in_container(IMAGE, command, folder=folder, ports=[self.port])
            else:
                launch = Launch([*_program(), "--bind", "127.0.0.1", *arguments])
        except BaseException:
            remove(folder)
            raise
        super().__init__(launch, folder)

    def _answers(self) -> bool:
        """Whether it answers PING, be it with the wish for a password. While it loads its data it does not."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


def how() -> str:
    """From where a Redis would come here.

    Raises
    ------
    MissingProgramError
        From nowhere.
    """
    if docker_answers():
        require_image(IMAGE)
        return f"Valkey from Docker ({IMAGE})"
    return f"Redis from {_program()[-1]}"


def _program() -> list[str]:
    """The beginning of a command line that runs a Redis."""
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found is not None:
            return [found]
    unpacked = cached("redis", _fetch)
    libraries = sorted({str(file.parent) for file in unpacked.rglob("lib*.so.*")})
    environment = ["env", f"LD_LIBRARY_PATH={':'.join(libraries)}"] if libraries else []
    return [*environment, str(unpacked / "usr/bin/redis-server")]


def _fetch(into: Path) -> None:
    """Unpack Debian's package and what it needs, without installing it: this needs no rights."""
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise MissingProgramError("Redis needs a Docker engine, or redis-server or valkey-server on the PATH.")
    lists, archives = into / "apt" / "lists", into / "apt" / "archives"
    for folder in (lists, archives):
        (folder / "partial").mkdir(parents=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={into / 'apt'}"]
    apt += ["-o", f"Dir::Cache::archives={archives}", "-o", "Debug::NoLocking=1"]
    if os.getuid() == 0:
        apt += ["-o", "APT::Sandbox::User=root"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", "--download-only", "redis-server"]):
        done = subprocess.run([*apt, *command], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise MissingProgramError(
                "Redis needs a Docker engine, or redis-server on the PATH (on Debian and Ubuntu: apt-get install"
                f" redis-server); its package cannot be fetched: {done.stderr.strip()[-500:]}"
            )
    for package in archives.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(package), str(into)], check=True, capture_output=True)
    shutil.rmtree(into / "apt")
