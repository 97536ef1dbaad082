"""Matches that still stand are kept as they are; their room is taken before anything is assigned."""

from dataclasses import dataclass

from matcher.agenda import Agenda, Item
from matcher.journeys.journey import Journey
from matcher.journeys.standing import standing_journey
from matcher.resources.capacity import Free
from matcher.rules.cut_off import CUT_OFF
from matcher.state.decisions import LiveMatch
from matcher.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Kept:
    """A live match that stands, as a journey of today's network."""

    item: Item
    live: LiveMatch
    journey: Journey

    @property
    def net_millis(self) -> int:
        """Its value minus its cost."""
        return self.live.value_millis - self.live.cost_millis


def keep_standing(bench: Workbench, free: Free, agenda: Agenda) -> tuple[list[Kept], list[Item]]:
    """Split live matches into those that stand and those to decide again. Takes from `free`.

    What is committed comes first, then the older decision: a trip that shrank loses its newest.
    """
    kept: list[Kept] = []
    broken: list[Item] = []
    for item, live in sorted(agenda.matched, key=_seniority):
        journey = _standing(bench, item, live)
        uses = [] if journey is None else bench.capacity.uses(journey, item.request)
        if journey is None or not free.fits(uses):
            broken.append(item)
        else:
            free.take(uses)
            kept.append(Kept(item, live, journey))
    return kept, broken


def _standing(bench: Workbench, item: Item, live: LiveMatch) -> Journey | None:
    if not {item.request.origin, item.request.destination} <= bench.network.place_number.keys():
        return None
    question = bench.rules.without(CUT_OFF.reason).question(item.request)
    return standing_journey(bench.network, question, live)


def _seniority(matched: tuple[Item, LiveMatch]) -> tuple[bool, int, str]:
    item, live = matched
    return (not any(leg.committed for leg in live.legs), live.revision, item.request.parcel_id)
