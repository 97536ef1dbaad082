"""Docker, if an engine answers and nobody asked for plain processes."""

import functools
import os
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.servers.errors import MissingProgramError
from scripts.servers.keeper import Launch

CHOICE = "SERVERS_FROM"
"""Environment variable: `docker` or `local` instead of what is found."""


@functools.cache
def docker_answers() -> bool:
    """Whether containers can be started here."""
    choice = os.environ.get(CHOICE)
    if choice == "docker":
        return True
    if choice == "local" or shutil.which("docker") is None:
        return False
    asked = ["docker", "info", "--format", "{{.ServerVersion}}"]
    try:
        return subprocess.run(asked, check=False, capture_output=True, timeout=10).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def in_container(image: str, command: Sequence[str], *, folder: Path, ports: Sequence[int]) -> Launch:
    """A launch of the command in a container that sees the folder under its own name and serves the ports.

    Raises
    ------
    MissingProgramError
        The image is not here and cannot be pulled.
    """
    require_image(image)
    name = f"ridealong-{secrets.token_hex(6)}"
    run = ["docker", "run", "--rm", "--name", name, "--user", f"{os.getuid()}:{os.getgid()}"]
    run += [f"--publish=127.0.0.1:{port}:{port}" for port in ports]
    run += ["--volume", f"{folder}:{folder}", "--workdir", str(folder)]
    run += ["--entrypoint", command[0], image, *command[1:]]
    return Launch(run, signal=["docker", "kill", name, "--signal"], remove=["docker", "rm", "--force", name])


def require_image(image: str) -> None:
    """Pull the image unless it is here: a server that starts should not wait for the network.

    Raises
    ------
    MissingProgramError
        It cannot be pulled.
    """
    if shutil.which("docker") is None:
        raise MissingProgramError("there is no docker on the PATH.")
    if subprocess.run(["docker", "image", "inspect", image], check=False, capture_output=True).returncode == 0:
        return
    pulled = subprocess.run(["docker", "pull", "--quiet", image], check=False, capture_output=True, text=True)
    if pulled.returncode != 0:
        raise MissingProgramError(f"Docker cannot pull {image}: {pulled.stderr.strip()}")
