"""Local times of an area: wall-clock readings to instants, instants with the offset of their moment."""

from datetime import UTC, datetime, timezone
from zoneinfo import ZoneInfo

from contracts.instants import local_instant


def local_offset_instant(epoch_s: int, zone: ZoneInfo) -> datetime:
    """The instant with the zone's offset of that moment, and no more of the zone than that.

    Two datetimes of one ZoneInfo compare by their wall clocks, so when clocks go back the later one
    can look earlier. With fixed offsets they compare as the instants they are.
    """
    local = local_instant(epoch_s, zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or local - local), fold=0)


def instant_of(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which local clocks read `wall_clock`: the first, when they do so twice.

    Raises ValueError when they never do, because clocks are put forward over that time.
    """
    local = wall_clock.replace(tzinfo=zone, fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall_clock:
        raise ValueError(
            f"{wall_clock.isoformat(sep=' ')} does not exist in {zone.key}: clocks are put forward over it"
        )
    return local_offset_instant(int(instant.timestamp()), zone)
