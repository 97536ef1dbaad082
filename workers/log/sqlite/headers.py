"""Headers as one column: JSON one can read, and base64 for the rare header that is not UTF-8.

`[["ce_id", "01JD9"], ...]`, or `{"base64": [["x-binary", "AP8="], ...]}` when one of the values is
not text.
"""

from base64 import b64decode, b64encode
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json

Headers = tuple[tuple[str, bytes], ...]


def to_column(headers: Headers) -> bytes:
    """Encode; a record's headers cost about a microsecond."""
    try:
        return to_json(headers)
    except PydanticSerializationError:
        return to_json({"base64": [(name, b64encode(value)) for name, value in headers]})


def from_column(column: bytes) -> Headers:
    """The headers again, bytes for bytes."""
    document: Any = from_json(column, cache_strings="none")  # ids do not come twice
    if isinstance(document, dict):
        return tuple((name, b64decode(value)) for name, value in document["base64"])
    return tuple([(name, value.encode()) for name, value in document])
