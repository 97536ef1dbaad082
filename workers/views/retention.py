"""How long the read model keeps what is over."""

from datetime import UTC, datetime, timedelta

DEFAULT_KEEP_DAYS = 30

SECONDS_PER_DAY = 86_400

_LONGEST_SERVICE_DAY = timedelta(days=2)
"""A trip may call after midnight, and the area's zone may be ahead of UTC."""


def first_kept_date(before: int) -> str:
    """The first service date that may have a call at `before` or later."""
    return (datetime.fromtimestamp(before, UTC) - _LONGEST_SERVICE_DAY).date().isoformat()
