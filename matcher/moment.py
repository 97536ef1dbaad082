"""When a decision is made, and under which plan it is published."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.instants import local_instant
from matcher.state.area_state import AreaState
from matcher.state.settings import Settings


@dataclass(frozen=True, slots=True)
class Moment:
    """`now` in seconds since 1970; `zone` is the area's."""

    now: int
    zone: ZoneInfo
    plan_id: str

    @property
    def decided_at(self) -> datetime:
        """`now` as the wire wants it."""
        return local_instant(self.now, self.zone)


def moment_of(state: AreaState, settings: Settings, now: int, plan: int) -> Moment:
    """The moment of plan number `plan` of an area."""
    return Moment(now, settings.time_zone, f"{state.area}/{plan}")
