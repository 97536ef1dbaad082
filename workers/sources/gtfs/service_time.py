"""Service time: seconds counted from noon minus 12 h of the service date; may pass 24:00."""

import re
from functools import lru_cache

_SERVICE_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])")


@lru_cache(maxsize=1 << 14)  # a feed repeats the same few thousand times
def service_seconds(text: str) -> int:
    """Read `25:10:00` or `7:05:00`. Raises ValueError."""
    match = _SERVICE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time such as 07:05:00 or 25:10:00")
    hours, minutes, seconds = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def format_service_time(seconds: int) -> str:
    """Write service time, not before 0, as `25:10:00`."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
