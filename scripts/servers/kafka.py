"""One Apache Kafka broker that is its own controller (KRaft)."""

import shutil
import socket
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from scripts.servers.kafka_launch import FILES, PROPERTIES, launch
from scripts.servers.server import Server, free_port, remove, temporary_folder

Protocol = Literal["SSL", "SASL_PLAINTEXT", "SASL_SSL"]


class KafkaServer(Server):
    """An Apache Kafka broker. Its topics are declared: it creates none by itself.

    Parameters
    ----------
    properties
        Added to its configuration.
    secure
        A second listener speaks this protocol. What TLS needs is in the properties (`ssl.keystore...`).
    users
        Passwords by name, for SCRAM-SHA-512 there.
    """

    def __init__(
        self,
        properties: Mapping[str, str] | None = None,
        *,
        secure: Protocol | None = None,
        users: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.bootstrap = f"127.0.0.1:{self.port}"
        """Where clients connect, as host:port."""
        self.secure_port = free_port() if secure is not None else None
        self.secure_bootstrap = f"localhost:{self.secure_port}"
        """Where clients of the second listener connect."""
        ports = [port for port in (self.port, self.secure_port) if port is not None]
        folder = temporary_folder("kafka")
        try:
            _configure(folder, _listeners(self.port, secure, self.secure_port), properties or {})
            launched = launch(folder, ports, users or {})
        except BaseException:
            remove(folder)
            raise
        super().__init__(launched, folder)

    def _answers(self) -> bool:
        """Whether it lists itself as a broker: after a crash it first waits for the end of its former session."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                return _brokers(connection) > 0
        except OSError:
            return False


def _listeners(port: int, secure: Protocol | None, secure_port: int | None) -> dict[str, str]:
    """Where the broker listens, and where it tells its clients to connect."""
    controller = f"127.0.0.1:{free_port()}"
    listeners = [f"PLAINTEXT://0.0.0.0:{port}", f"CONTROLLER://{controller}"]
    advertised = [f"PLAINTEXT://127.0.0.1:{port}"]
    if secure is not None:
        listeners.append(f"{secure}://0.0.0.0:{secure_port}")
        advertised.append(f"{secure}://localhost:{secure_port}")
    return {
        "controller.quorum.bootstrap.servers": controller,
        "listeners": ",".join(listeners),
        "advertised.listeners": ",".join(advertised),
    }


def _configure(folder: Path, listeners: Mapping[str, str], properties: Mapping[str, str]) -> None:
    """Write what the broker reads."""
    shutil.copy(FILES / "log4j2.yaml", folder)
    fixed = (FILES / PROPERTIES).read_text(encoding="utf-8")
    own = {**listeners, "log.dirs": str(folder / "data"), **properties}
    lines = "".join(f"{name}={value}\n" for name, value in own.items())
    (folder / PROPERTIES).write_text(fixed + lines, encoding="utf-8")


def _brokers(connection: socket.socket) -> int:
    """How many brokers the broker lists (Metadata, version 5, of no topic)."""
    client = b"ridealong-servers"
    asked = struct.pack(">hhih", 3, 5, 1, len(client)) + client + struct.pack(">ix", 0)
    connection.sendall(struct.pack(">i", len(asked)) + asked)
    with connection.makefile("rb") as answer:
        _, _, _, brokers = struct.unpack(">iiii", answer.read(16))
    return int(brokers)
