"""`event.rejected`: an input that could not be used, kept whole, with the reason."""

from pydantic import Field

from contracts.reasons import RejectCode
from contracts.units import Body


class EventRejected(Body):
    """Published in the same commit that moves past the bad record."""

    topic: str
    """Where the record stands."""
    partition: int
    """Where the record stands."""
    offset: int
    """Where the record stands."""
    code: RejectCode
    """Why, for programs."""
    sentence: str
    """Why, for people."""
    field: str | None
    """Path of the field at fault, such as `calls.3.arrival`."""
    bytes_: int = Field(alias="bytes")
    """Size of the payload."""
    sha256: str
    """Of the payload, as hexadecimal digits."""
    payload_base64: str | None
    """null when the payload is larger than 512 KiB."""
    headers: dict[str, str]
    """The `ce_*` ones only."""
