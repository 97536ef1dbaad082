"""Classes of dangerous goods as people write them."""

import re

_DANGER_CLASS = re.compile(r"[1-9](\.[1-6][A-S]?)?", re.ASCII)


def read_danger_class(text: str) -> str:
    """`3`, `4.1` or `1.4S`. Raises ValueError with a sentence."""
    if not _DANGER_CLASS.fullmatch(text):
        raise ValueError(f"{text!r} is not a class of dangerous goods such as 3, 4.1 or 1.4S")
    return text
