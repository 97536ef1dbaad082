"""A cluster that speaks TLS only and wants to know who one is: by SCRAM, or by a token."""

import asyncio
import base64
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from contracts.record import Message
from contracts.topics import Topic
from scripts.servers.errors import MissingProgramError
from scripts.servers.kafka import KafkaServer
from tests.conformance.kafka_logs import _swept, left_to_the_garbage_collector
from workers.errors import LogError
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import ClientCredentials, KafkaSettings
from workers.log.kafka.topics import Declaration, apply

__all__ = ["_swept"]
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the broker, vouched for by itself; its key lies beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the broker's certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem")]
    command += ["-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert.pem"


@pytest.fixture(scope="module")
def secured(certificate: Path) -> Iterator[KafkaServer]:
    escaped = {
        file: (certificate.parent / file).read_text(encoding="utf-8").replace("\n", "\\n")
        for file in ("key.pem", "cert.pem")
    }
    listener = "listener.name.sasl_ssl"
    token_login = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
    properties = {
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,OAUTHBEARER",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.key": escaped["key.pem"],
        "ssl.keystore.certificate.chain": escaped["cert.pem"],
        f"{listener}.oauthbearer.sasl.jaas.config": f'{token_login} unsecuredLoginStringClaim_sub="broker";',
    }
    try:
        server = KafkaServer(properties, secure="SASL_SSL", users={"shop": PASSWORD})
    except MissingProgramError as error:
        pytest.skip(str(error))
    with server:
        yield server


@pytest.fixture
def settings(secured: KafkaServer, certificate: Path, unique: str) -> KafkaSettings:
    return KafkaSettings(
        secured.secure_bootstrap,
        app=unique,
        topic_prefix=f"{unique}.",
        security_protocol="SASL_SSL",
        username="shop",
        password=SecretStr(PASSWORD),
        ca_file=certificate,
        own_timeout_s=20,
    )


async def commit_something(settings: KafkaSettings) -> None:
    await apply(settings, Declaration(1))
    async with await KafkaLog.open(settings) as log:
        await log.append(Topic.PARCELS, [Message(b"k", b"p")], partition=0)
        ownership = await log.own(0, "worker")
        (record,) = await log.poll(ownership, {}, None, 5)
        await log.commit(ownership, [(Topic.MATCHES, Message(b"k", b"m"))], {Topic.PARCELS: record.offset + 1})
        assert [match.value for match in await log.read(Topic.MATCHES, 0, 0)] == [b"m"]


def token() -> str:
    """What a broker in development takes: unsigned, but well-formed and not expired."""
    claims = {"sub": "shop", "iat": time.time(), "exp": time.time() + 600}
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def test_with_the_right_password_everything_works(settings: KafkaSettings) -> None:
    asyncio.run(commit_something(settings))


def test_with_a_wrong_password_nothing_does_and_the_password_is_not_told(settings: KafkaSettings) -> None:
    wrong = replace(settings, password=SecretStr("wrong horse"))
    with capture_logs() as lines, pytest.raises(LogError, match="connecting to localhost") as refused:
        asyncio.run(KafkaLog.open(wrong))
    told = str(refused.value) + repr(wrong) + str(lines)
    assert "Authentication failed" in told
    assert "horse" not in told


def test_a_broker_that_nobody_vouches_for_is_not_spoken_to(settings: KafkaSettings) -> None:
    with pytest.raises(LogError, match="connecting to localhost"):
        asyncio.run(KafkaLog.open(replace(settings, ca_file=None)))


def test_with_a_token_from_a_file_everything_works(settings: KafkaSettings, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{token()}\n", encoding="utf-8")
    asyncio.run(commit_something(replace(settings, sasl_mechanism="OAUTHBEARER", token=file)))


def test_with_tokens_of_an_endpoint_everything_works(settings: KafkaSettings) -> None:
    asked: list[tuple[str | None, bytes]] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.headers["Authorization"], self.rfile.read(int(self.headers["Content-Length"]))))
            answer = json.dumps({"access_token": token(), "expires_in": 600}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Endpoint) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{endpoint.server_port}/token"
        client = ClientCredentials(url, "shop", SecretStr("s:crét"), scope="kafka")
        try:
            asyncio.run(commit_something(replace(settings, sasl_mechanism="OAUTHBEARER", token=client)))
        finally:
            endpoint.shutdown()
    expected = base64.b64encode(b"shop:s%3Acr%C3%A9t").decode()
    assert set(asked) == {(f"Basic {expected}", b"grant_type=client_credentials&scope=kafka")}
    assert len(asked) <= 2, "once for the topics, once for the log: not for every connection"
