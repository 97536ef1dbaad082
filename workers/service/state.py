"""What the supervisor tells the gateway every second: how each process stands, and all figures."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from workers.metrics import Sample


class ChildState(BaseModel):
    """One process of the service."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    name: str
    pid: int | None
    """None while it waits to be started again."""
    restarts: int
    ended: str | None
    """How its predecessor died, if it did."""
    silent_s: float | None
    """Seconds since its event loop last reported; None until it is at work: what it works on could be opened."""
    troubles: Mapping[int, str] = {}
    """By partition, why it cannot go on at present."""


class ServiceState(BaseModel):
    """The whole service at one moment."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    at: float
    """When the supervisor wrote this: seconds of the machine's steady clock."""
    draining: bool
    children: Sequence[ChildState]
    disk_free_bytes: int | None
    disk_warning: str | None
    """Why the disk's room is too little, if it is."""
    samples: Sequence[Sample]
