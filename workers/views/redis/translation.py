"""Redis' errors in our words."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions

from workers.errors import ViewsDamaged, ViewsError
from workers.views.redis.settings import RedisSettings


@contextmanager
def translated(settings: RedisSettings) -> Iterator[None]:
    """Turn whatever redis-py raises in the block, and what cannot be read, into an error of ours that names the server."""
    try:
        yield
    except (ValueError, TypeError, LookupError) as error:
        raise _damaged(settings) from error
    except (exceptions.RedisError, OSError) as error:
        if any(sign in str(error) for sign in _SIGNS_OF_DAMAGE):
            raise _damaged(settings) from error
        raise ViewsError(_sentence(error).format(where=f"The Redis at {settings.where}", error=error)) from error


def _damaged(settings: RedisSettings) -> ViewsDamaged:
    return ViewsDamaged(
        f"What is stored under {settings.app} in the Redis at {settings.where} is no read model (any more);"
        " it has to be made anew."
    )


def _sentence(error: Exception) -> str:
    causes = [error, error.__cause__, error.__context__]
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _UNTRUSTED
    by_kind = (sentence for kind, sentence in _BY_KIND if isinstance(error, kind))
    by_word = (sentence for word, sentence in _BY_WORD.items() if word in str(error))
    return next(by_kind, None) or next(by_word, _ANY)


_SIGNS_OF_DAMAGE = (
    "WRONGTYPE",  # somebody else's key
    "Expected ",  # a script has found no JSON
    "attempt to ",  # a script has found JSON of another shape
    "equal or smaller than the target stream",  # a stream goes further than its position
)
_ANY = "{where} cannot be used: {error}."
_UNTRUSTED = "{where} cannot be trusted, or speaks no TLS: {error}."
_UNREACHED = "{where} cannot be reached: is it running, and is the address right? {error}."
_FORBIDDEN = "{where} does not allow its user what the read model needs: {error}."
_FULL = "{where} has no memory left for the read model: raise its maxmemory."
_REPLICA = "{where} is a replica, which cannot be written: name its master."
_BY_KIND: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.AuthenticationError, "{where} refuses the user or the password: {error}."),
    (exceptions.BusyLoadingError, "{where} is still loading its data; try again in a moment."),
    (exceptions.MovedError, "{where} is one server of a cluster, and not the one that has these keys: {error}."),
    (exceptions.NoPermissionError, _FORBIDDEN),
    (exceptions.OutOfMemoryError, _FULL),
    (exceptions.ReadOnlyError, _REPLICA),
    (exceptions.TimeoutError, "{where} does not answer in time."),
    (exceptions.ConnectionError, _UNREACHED),
    (OSError, _UNREACHED),
)
_BY_WORD = {
    "OOM ": _FULL,
    "NOPERM ": _FORBIDDEN,
    "can't access at least one of the keys": _FORBIDDEN,
    "can't run this command": _FORBIDDEN,
    "READONLY ": _REPLICA,
    "against a read only": _REPLICA,
}
"""What goes wrong inside a script is told in words only, which differ from version to version."""
