"""Matches that still stand are kept as they are; their room is taken before anything is assigned."""

from matcher.agenda import Agenda, Item
from matcher.journeys.journey import Journey
from matcher.journeys.standing import ride_of, sizes_of, standing_journey
from matcher.ledger import Ledger
from matcher.resources.use import NO_USES, Uses
from matcher.rules.cut_off import CUT_OFF
from matcher.state.decisions import LiveMatch


def keep_standing(ledger: Ledger, agenda: Agenda) -> list[Item]:
    """Bring the ledger up to the live matches; returns the parcels whose match no longer stands.

    What is aboard comes first, then what has begun, then the older decision: a trip that shrank loses its
    newest parcel of those that can still be left behind.
    A match whose last leg has left stands whatever becomes of the timetable, and keeps its room
    aboard even where the trip offers less now.
    """
    ledger.release_what_ended(agenda)
    _keep_uncollected(ledger, agenda)
    broken: list[Item] = []
    arrived = [
        agenda.matched[parcel_id]
        for parcel_id in agenda.look_at
        if parcel_id in agenda.matched and parcel_id not in ledger.kept
    ]
    for item, live in sorted(arrived, key=lambda matched: _seniority(matched[0], matched[1], ledger.bench.now)):
        journey = _standing(ledger, item, live)
        uses = NO_USES if journey is None else ledger.bench.capacity.uses(journey, item.request)
        if journey is not None and ledger.free.fits(uses):
            ledger.keep(item.request.parcel_id, live, uses)
        elif live.legs[-1].board_at <= ledger.bench.now:
            ledger.keep(item.request.parcel_id, live, _aboard(ledger, item, live))
        else:
            broken.append(item)
    return broken


def _keep_uncollected(ledger: Ledger, agenda: Agenda) -> None:
    """On a new network: the compartments that closed parcels still wait in."""
    for parcel_id in agenda.look_at & agenda.uncollected.keys() - ledger.uncollected.keys():
        item, live = agenda.uncollected[parcel_id]
        uses = _aboard(ledger, item, live)
        ledger.free.take(uses)
        ledger.leave_uncollected(parcel_id, uses)


def _standing(ledger: Ledger, item: Item, live: LiveMatch) -> Journey | None:
    bench = ledger.bench
    if not {item.request.origin, item.request.destination} <= bench.network.place_number.keys():
        return None
    question = bench.rules.without(CUT_OFF.reason).question(item.request)
    return standing_journey(bench.network, question, live)


def _aboard(ledger: Ledger, item: Item, live: LiveMatch) -> Uses:
    """What a match under way takes of its trips as they are now, whatever became of their times."""
    rides = [ride_of(ledger.bench.network, leg, on_time=False) for leg in live.legs]
    known = tuple(ride for ride in rides if ride is not None)
    if not known:
        return NO_USES
    network, capacity = ledger.bench.network, ledger.bench.capacity
    if len(known) < len(rides):
        return capacity.uses_aboard(Journey(known, live.cost_millis), item.request)
    return capacity.uses(Journey(known, live.cost_millis, sizes_of(network, known, live) or ()), item.request)


def _seniority(item: Item, live: LiveMatch, now: int) -> tuple[bool, bool, int, str]:
    return (live.legs[0].board_at > now, not live.has_begun, live.revision, item.request.parcel_id)
