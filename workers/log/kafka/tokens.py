"""Access tokens for OAUTHBEARER: from a file that somebody keeps fresh, or from an OAuth 2 endpoint."""

import asyncio
import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from aiokafka.abc import AbstractTokenProvider

from workers.errors import InputError, LogError
from workers.log.kafka.settings import ClientCredentials

_FRESH_FOR_S = 30.0
"""A token that lasts less than this is not used for a new connection."""
_TIMEOUT_S = 10.0


class FileTokens(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka has no types
    """Reads the file at every new connection, as Kubernetes and its likes replace it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def token(self) -> str:
        """The token that is in the file now."""
        try:
            return (await asyncio.to_thread(self._path.read_text, "utf-8")).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise LogError(f"The token for Kafka cannot be read from {self._path}: {error}.") from error


class EndpointTokens(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka has no types
    """Asks an endpoint with the client's credentials, and asks again shortly before a token expires."""

    def __init__(self, credentials: ClientCredentials) -> None:
        if not credentials.url.startswith(("https://", "http://")):
            raise InputError("the endpoint for tokens is no http(s) URL.", field="token")
        self._credentials = credentials
        self._lock = asyncio.Lock()
        self._token = ""
        self._good_until = 0.0

    async def token(self) -> str:
        """A token that has not expired."""
        async with self._lock:
            if time.monotonic() >= self._good_until:
                self._token, lasts_s = await asyncio.to_thread(self._ask)
                self._good_until = time.monotonic() + max(0.0, lasts_s - _FRESH_FOR_S)
            return self._token

    def _ask(self) -> tuple[str, float]:
        try:
            with urllib.request.urlopen(self._request(), timeout=_TIMEOUT_S) as answer:  # noqa: S310 - http(s), see above
                said = json.loads(answer.read())
            return str(said["access_token"]), float(said.get("expires_in", 0))
        except (OSError, urllib.error.URLError) as error:
            raise LogError(f"No token for Kafka from {self._credentials.url}: {error}.") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LogError(f"What {self._credentials.url} answers is no token.") from error

    def _request(self) -> urllib.request.Request:
        form = {"grant_type": "client_credentials"}
        if self._credentials.scope is not None:
            form["scope"] = self._credentials.scope
        quoted = (
            urllib.parse.quote_plus(self._credentials.client_id),
            urllib.parse.quote_plus(self._credentials.client_secret.get_secret_value()),
        )
        client = base64.b64encode(":".join(quoted).encode()).decode()
        return urllib.request.Request(  # noqa: S310 - http(s), see above
            self._credentials.url,
            data=urllib.parse.urlencode(form).encode(),
            headers={"Authorization": f"Basic {client}", "Accept": "application/json"},
        )
