"""How a Redis is reached."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from workers.errors import InputError

_APP = re.compile(r"[a-zA-Z0-9._-]{1,100}")
_SCHEMES = ("redis", "rediss", "unix")


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """Where the read model lives and who one is there. Secrets are shown as stars. Raises InputError."""

    url: SecretStr
    """`redis://host:port/0`, `rediss://` for TLS, or `unix:///path`. May hold a password, so it is a secret too."""
    app: str = "ridealong"
    """Begins the name of every key, as a hash tag: several apps may share a server."""
    username: str | None = None
    """Of an ACL user."""
    password: SecretStr | None = None
    ca_file: Path | None = None
    """Who vouches for the server's certificate; None = whom the system trusts."""
    timeout_s: float = 5.0
    """How long one waits for an answer."""
    connect_timeout_s: float = 3.0
    """How long one waits for a connection."""
    connections: int = 32
    """How many connections at most."""

    def __post_init__(self) -> None:
        parsed = urlsplit(self.url.get_secret_value())
        if parsed.scheme not in _SCHEMES or not (parsed.hostname or parsed.path):
            raise InputError("this is no address of a Redis such as redis://host:6379/0.", field="redis_url")
        if not _APP.fullmatch(self.app):
            raise InputError(
                "the name of an app is made of letters, digits, dots, dashes and underscores.", field="app"
            )

    @property
    def where(self) -> str:
        """The address for people, without secrets."""
        parsed = urlsplit(self.url.get_secret_value())
        return parsed.path if parsed.scheme == "unix" else f"{parsed.hostname}:{parsed.port or 6379}"

    @property
    def has_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return urlsplit(self.url.get_secret_value()).scheme == "rediss"
