"""Settings that do not go together are refused; secrets show as stars."""

import asyncio
import pickle
from pathlib import Path

import pytest
from pydantic import SecretStr

from workers.errors import InputError, LogError
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.settings import ClientCredentials, KafkaSettings
from workers.log.kafka.tokens import EndpointTokens, FileTokens


def test_a_mechanism_needs_what_it_is_about() -> None:
    with pytest.raises(InputError, match="SCRAM-SHA-512 needs a username and a password"):
        KafkaSettings("b:1", security_protocol="SASL_SSL", username="shop")
    with pytest.raises(InputError, match="OAUTHBEARER needs a token"):
        KafkaSettings("b:1", security_protocol="SASL_SSL", sasl_mechanism="OAUTHBEARER", username="shop")
    with pytest.raises(InputError, match="name a broker"):
        KafkaSettings(" ")


def test_no_secret_shows_and_settings_travel_to_other_processes() -> None:
    settings = KafkaSettings(
        "b:1",
        security_protocol="SASL_SSL",
        username="shop",
        password=SecretStr("hidden"),
        token=ClientCredentials("https://idp/token", "shop", SecretStr("hidden")),
        key_password=SecretStr("hidden"),
    )
    assert "hidden" not in repr(settings) + str(settings)
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_names_in_the_cluster_follow_from_the_app() -> None:
    settings = KafkaSettings("b:1", app="region")
    assert (settings.positions_group, settings.members_group, settings.transactional_id(3)) == (
        "region",
        "region.members",
        "region.3",
    )


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    wrong, missing = tmp_path / "wrong.pem", tmp_path / "missing.pem"
    wrong.write_text("not a certificate", encoding="utf-8")
    for file in (wrong, missing):
        for settings in (
            KafkaSettings("b:1", security_protocol="SSL", ca_file=file),
            KafkaSettings("b:1", security_protocol="SSL", certificate_file=file),
        ):
            with pytest.raises(InputError, match=file.name):
                Cluster(settings)


def test_a_token_that_cannot_be_had_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="cannot be read from"):
        asyncio.run(FileTokens(tmp_path / "missing").token())
    with pytest.raises(InputError, match="no http"):
        EndpointTokens(ClientCredentials("file:///etc/passwd", "shop", SecretStr("x")))


def test_an_endpoint_that_is_not_there_is_named() -> None:
    async def ask() -> None:
        await EndpointTokens(ClientCredentials("http://127.0.0.1:9/token", "shop", SecretStr("x"))).token()

    with pytest.raises(LogError, match=r"No token for Kafka from http://127\.0\.0\.1:9/token"):
        asyncio.run(ask())
