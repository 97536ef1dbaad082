"""Who we are and how we talk to the brokers, as aiokafka wants to be told."""

import ssl
from typing import Any

from workers.errors import InputError
from workers.log.kafka.settings import ClientCredentials, KafkaSettings
from workers.log.kafka.tokens import EndpointTokens, FileTokens


def security_options(settings: KafkaSettings) -> dict[str, Any]:
    """Keyword arguments for any of aiokafka's clients. Raises InputError for certificates that cannot be used."""
    options: dict[str, Any] = {"security_protocol": settings.security_protocol}
    if settings.tls:
        options["ssl_context"] = _ssl_context(settings)
    if settings.sasl:
        options["sasl_mechanism"] = settings.sasl_mechanism
        options |= _identity(settings)
    return options


def _identity(settings: KafkaSettings) -> dict[str, Any]:
    if settings.sasl_mechanism == "OAUTHBEARER":
        return {"sasl_oauth_token_provider": _tokens(settings)}
    password = "" if settings.password is None else settings.password.get_secret_value()
    return {"sasl_plain_username": settings.username, "sasl_plain_password": password}


def _tokens(settings: KafkaSettings) -> FileTokens | EndpointTokens:
    if isinstance(settings.token, ClientCredentials):
        return EndpointTokens(settings.token)
    if settings.token is None:
        raise InputError("OAUTHBEARER needs a token.", field="token")
    return FileTokens(settings.token)


def _ssl_context(settings: KafkaSettings) -> ssl.SSLContext:
    """Whose certificate it is and for which host is always checked."""
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:  # an SSLError is one
        raise InputError(f"no certificates of an authority: {error}.", file=str(settings.ca_file)) from error
    if settings.certificate_file is not None:
        password = None if settings.key_password is None else settings.key_password.get_secret_value()
        try:
            context.load_cert_chain(settings.certificate_file, settings.key_file, password)
        except OSError as error:
            sentence = f"no certificate with its key: {error}."
            raise InputError(sentence, file=str(settings.certificate_file)) from error
    return context
