"""What one needs to know to use a Kafka cluster as event log."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from contracts.topics import Topic
from workers.errors import InputError

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """An endpoint that gives out OAuth 2 access tokens to a client, for OAUTHBEARER."""

    url: str
    client_id: str
    client_secret: SecretStr
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """A cluster, who we are there, and how patient we are. Secrets show as stars.

    Attributes
    ----------
    bootstrap
        Brokers as `host:port`, separated by commas; one that answers is enough.
    app
        The name of the system. Positions are committed under the group `{app}`, partition p is written
        by the transactional id `{app}.{p}`, and workers share the partitions as the group `{app}.members`.
    topic_prefix
        Stands before the name of every topic, where several systems share a cluster.
    username, password
        For PLAIN and SCRAM.
    token
        For OAUTHBEARER: a file that somebody else keeps fresh, or where to ask.
    ca_file
        Who vouches for the brokers; None = those the system trusts.
    certificate_file, key_file, key_password
        Our own certificate, where the brokers ask for one.
    request_timeout_s, commit_timeout_s, own_timeout_s
        How long one request, one commit and one taking of a partition may last.
    transaction_timeout_s
        After so long the cluster aborts a transaction whose writer has died and has no successor.
    """

    bootstrap: str
    app: str = "ridealong"
    topic_prefix: str = ""
    security_protocol: SecurityProtocol = "PLAINTEXT"
    sasl_mechanism: SaslMechanism = "SCRAM-SHA-512"
    username: str | None = None
    password: SecretStr | None = None
    token: Path | ClientCredentials | None = None
    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    key_password: SecretStr | None = None
    request_timeout_s: float = 10.0
    commit_timeout_s: float = 15.0
    own_timeout_s: float = 30.0
    transaction_timeout_s: float = 30.0

    def __post_init__(self) -> None:
        if not self.bootstrap.strip():
            raise InputError("name a broker, such as localhost:9092.", field="bootstrap")
        if self.sasl and self.sasl_mechanism == "OAUTHBEARER" and self.token is None:
            raise InputError("OAUTHBEARER needs a token: a file, or an endpoint with its client.", field="token")
        if self.sasl and self.sasl_mechanism != "OAUTHBEARER" and (self.username is None or self.password is None):
            raise InputError(f"{self.sasl_mechanism} needs a username and a password.", field="username")

    @property
    def sasl(self) -> bool:
        """Whether we say who we are by SASL."""
        return self.security_protocol.startswith("SASL")

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.security_protocol.endswith("SSL")

    @property
    def positions_group(self) -> str:
        """The group under which consumed positions are committed; it has no members."""
        return self.app

    @property
    def members_group(self) -> str:
        """The group whose members share the partitions; it commits nothing."""
        return f"{self.app}.members"

    def transactional_id(self, partition: int) -> str:
        """Whoever starts a producer of this name fences all others of that name."""
        return f"{self.app}.{partition}"

    def topic_name(self, topic: Topic) -> str:
        """What a topic is called in the cluster."""
        return f"{self.topic_prefix}{topic}"

    def topic_of(self, name: str) -> Topic:
        """The topic that is called so in the cluster."""
        return Topic(name.removeprefix(self.topic_prefix))
