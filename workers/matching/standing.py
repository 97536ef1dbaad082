"""How an area stands at a place of the log: its state folded up to there, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.envelope import Refused, from_record
from contracts.topics import INPUT_TOPICS, Topic
from matcher.agenda import agenda_of
from matcher.evolve import evolve
from matcher.state.area_state import AreaState
from workers.log.history import records
from workers.log.port import EventLog


@dataclass(frozen=True, slots=True)
class Standing:
    """An area's state in figures. `decided_at`: when the newest decision was made, seconds since 1970."""

    area: str
    decided_at: int | None
    open_parcels: int
    matched: int
    trips: int
    """In force."""
    dates: tuple[date, ...]
    """Service dates in force."""
    plans: int
    """Number of the newest plan."""


async def fold_to(log: EventLog, partition: int, ends: Mapping[Topic, int]) -> list[Standing]:
    """Fold a partition's records before these offsets; each of its areas as it stands then."""
    areas: dict[str, AreaState] = {}
    for topic in (Topic.MATCHES, *INPUT_TOPICS):
        async for record in records(log, topic, partition, ends[topic]):
            try:
                event = from_record(record, log.partitions)
            except Refused:
                continue
            evolve(areas.setdefault(event.area, AreaState(event.area)), event)
    return [_standing(areas[area]) for area in sorted(areas)]


def _standing(state: AreaState) -> Standing:
    agenda = agenda_of(state, 0 if state.decided_at is None else state.decided_at)
    in_force = list(state.timetable.publications())
    return Standing(
        area=state.area,
        decided_at=state.decided_at,
        open_parcels=len(agenda.matched) + len(agenda.unmatched),
        matched=len(agenda.matched),
        trips=sum(len(publication.trips) for publication in in_force),
        dates=tuple(sorted({service_date for _, service_date in state.timetable.in_force})),
        plans=state.plans,
    )
