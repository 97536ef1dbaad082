"""What an act of publishing puts on its events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import uuid4

from contracts.event import Event
from contracts.units import Body

NewId = Callable[[], str]
"""Gives an id that was never given before."""


def random_id() -> str:
    """An event id for publishing to a running system."""
    return uuid4().hex


def numbered_ids(prefix: str) -> NewId:
    """`{prefix}-1`, `{prefix}-2`, ...: event ids of a run that is to come out the same again."""
    numbers = iter(range(1, 1 << 62))
    return lambda: f"{prefix}-{next(numbers)}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The area, the time of publishing (whole seconds, with offset) and where ids come from."""

    area: str
    now: datetime
    new_id: NewId

    def event(self, publisher: str, body: Body) -> Event:
        """An event of `urn:ridealong:{publisher}`, for example `publisher:vtu` or `shipper:bakery-3`."""
        source = f"urn:ridealong:{quote(publisher, safe=':')}"
        return Event(id=self.new_id(), source=source, time=self.now, area=self.area, data=body)
