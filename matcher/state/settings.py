"""The area's own facts, from `area.published`."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished


@dataclass(frozen=True, slots=True)
class Settings:
    """Money in thousandths of a euro, times in seconds."""

    time_zone: ZoneInfo
    notice_s: int
    leg_millis: int
    transfer_millis: int
    storage_millis_per_l_h: int
    change_millis: int


def settings_from(body: AreaPublished) -> Settings:
    """Keep what the matcher obeys."""
    return Settings(
        time_zone=ZoneInfo(body.time_zone),
        notice_s=body.notice_s,
        leg_millis=body.costs.leg_millis,
        transfer_millis=body.costs.transfer_millis,
        storage_millis_per_l_h=body.costs.storage_millis_per_l_h,
        change_millis=body.costs.change_millis,
    )


BEFORE_THE_AREA = Settings(
    time_zone=ZoneInfo("UTC"),
    notice_s=0,
    leg_millis=0,
    transfer_millis=0,
    storage_millis_per_l_h=0,
    change_millis=0,
)
"""Stands in until the area is published. No stop counts as published then, so only the zone is used."""
