"""What may be set from outside: from RIDEALONG_* in the environment, and from a TOML file.

What is given on the command line counts most, then the environment, then the file, then the default.
"""

import difflib
import os
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from contracts.envelope import first_error
from workers.errors import InputError

PREFIX = "RIDEALONG_"
FILE_VARIABLE = f"{PREFIX}SETTINGS"
"""Names the settings file when the command line does not."""


class Settings(BaseSettings):
    """The settings of the service and its roles. Built once, never changed. A secret is a SecretStr: shown as stars."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, case_sensitive=False, frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    data_dir: Path = Path("ridealong-data")
    """Where everything is kept."""
    host: str = "127.0.0.1"
    """On which address the gateway listens. It asks nobody for a password: keep it on this machine."""
    port: int = Field(default=8460, ge=0, le=65535)
    """On which port the gateway listens; 0 = any that is free."""
    workers: int = Field(default=2, ge=1, le=64)
    """How many worker processes share the partitions."""
    partitions: int | None = Field(default=None, ge=1, le=1024)
    """How many partitions a new log gets (8 if not set); never changes afterwards."""
    linger_ms: int = Field(default=200, ge=0, le=60_000)
    """After the first event, how long a worker waits for more to decide on together."""
    max_records: int = Field(default=1000, ge=1, le=100_000)
    """The most events that are decided on together."""
    method: Literal["optimise", "first_fit"] = "optimise"
    """How parcels get their journeys: for the most value, or first come, first served, without a solver."""
    time_limit_s: float = Field(default=0.5, gt=0, le=600)
    """How long one solve may look for a better plan."""
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    """The same seed, input and work give the same plan."""
    lease_s: float = Field(default=6.0, ge=0.5, le=600)
    """A worker that is silent for so long loses its partitions to the others."""
    drain_s: float = Field(default=10.0, ge=1, le=600)
    """Whoever has not ended so long after being told to stop is killed."""
    keep_days: int = Field(default=30, ge=1, le=36_500)
    """What was over so many days ago is forgotten by the read model, never by the log."""
    disk_warn_mib: int = Field(default=1024, ge=0)
    """Warn when less room than this is left where the data directory lives."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is logged to stderr."""
    health_port: int = Field(default=8461, ge=0, le=65535)
    """On which port the roles worker and projector answer for their health; 0 = any that is free."""
    kafka_bootstrap: str | None = None
    """Brokers as `host:port,host:port`: the event log is on Kafka. Not set: it is in the data directory."""
    app: str = Field(default="ridealong", pattern=r"^[a-zA-Z0-9._-]{1,100}$")
    """Begins the name of every consumer group, transactional id and Redis key, so that several can share servers."""
    topic_prefix: str = Field(default="", pattern=r"^[a-zA-Z0-9._-]{0,100}$")
    """Stands before the name of every topic, where several systems share a cluster."""
    topic_replication: int = Field(default=1, ge=1, le=32)
    """On how many brokers `topics apply` has every record kept."""
    topic_retention_days: int = Field(default=90, ge=8, le=36_500)
    """How long `topics apply` has every record kept: longer than publication lead, time to due and a week together."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How the brokers are spoken to."""
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] = "SCRAM-SHA-512"
    """How one says who one is, with a SASL protocol."""
    kafka_username: str | None = None
    """Who one is at the brokers; with OAUTHBEARER the client's id."""
    kafka_password: SecretStr | None = None
    """The password that goes with it; with OAUTHBEARER the client's secret."""
    kafka_token_url: str | None = None
    """With OAUTHBEARER: where the client gets its tokens (OAuth 2 client credentials)."""
    kafka_ca_file: Path | None = None
    """Who vouches for the brokers' certificates; not set: those the system trusts."""
    kafka_certificate_file: Path | None = None
    """Our own certificate, where brokers ask for one."""
    kafka_key_file: Path | None = None
    """The key of our own certificate."""
    redis_url: SecretStr | None = None
    """`redis://host:port/0`, or `rediss://` for TLS: the read model is in Redis. Needed with Kafka."""
    redis_username: str | None = None
    """Who one is at Redis (an ACL user)."""
    redis_password: SecretStr | None = None
    """The password that goes with it."""
    redis_ca_file: Path | None = None
    """Who vouches for Redis' certificate; not set: those the system trusts."""

    @property
    def on_kafka(self) -> bool:
        """Whether the event log is on Kafka and the read model in Redis, not in the data directory."""
        return self.kafka_bootstrap is not None

    @property
    def where(self) -> str:
        """The system, for people."""
        return str(self.data_dir) if self.kafka_bootstrap is None else f"Kafka at {self.kafka_bootstrap}"

    def embedded(self) -> Self:
        """The same with everything in the data directory."""
        return self.model_copy(update={"kafka_bootstrap": None, "redis_url": None})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """In the order in which they count. Nothing else is read."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(given: Mapping[str, Any], file: Path | None = None) -> Settings:
    """The settings in force.

    Parameters
    ----------
    given
        From the command line, by the names of Settings; None = not given.
    file
        A TOML file with the same names; None = the one that RIDEALONG_SETTINGS names, if any.

    Raises
    ------
    InputError
        A name or value that does not fit, wherever it comes from, or a file that cannot be read.
    """
    named = os.environ.get(FILE_VARIABLE)
    path = Path(named) if file is None and named else file
    _refuse_unknown((name for name in os.environ if name.startswith(PREFIX)), [*_variables().values(), FILE_VARIABLE])
    if path is not None:
        _refuse_unknown(_read(path), Settings.model_fields, str(path))
    handed_in = {name: value for name, value in given.items() if value is not None}

    class Located(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        return Settings.model_construct(**dict(Located(**handed_in)))
    except ValidationError as error:
        raise _misfit(error, handed_in, path) from error


def _variables() -> dict[str, str]:
    """By the name of a setting, its environment variable."""
    return {name: f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the settings cannot be read: {error.strerror}.", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the settings are not TOML: {error}.", file=str(path)) from error


def _refuse_unknown(names: Iterable[str], known: Collection[str], file: str | None = None) -> None:
    """A name that nothing reads is a mistake, not a comment."""
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else "."
            raise InputError(f"there is no such setting{hint}", file=file, field=name)


def _misfit(error: ValidationError, handed_in: Collection[str], path: Path | None) -> InputError:
    name, sentence = first_error(error)
    if name is None or name in handed_in:
        return InputError(f"{sentence}.", field=f"--{(name or 'settings').replace('_', '-')}")
    variable = _variables().get(name)
    if variable in os.environ:
        return InputError(f"{sentence}.", field=variable)
    return InputError(f"{sentence}.", file=None if path is None else str(path), field=name)
