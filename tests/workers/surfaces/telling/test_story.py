"""A parcel's story: every turn has its sentence, in local time."""

import asyncio
from collections.abc import Iterable

import pytest

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.reasons import Cause
from contracts.unmatched import ParcelUnmatched, Remedy
from tests.worlds.plan import output, plan
from tests.worlds.world import World, world
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.surfaces.report.wording import NOT_LIMITED
from workers.surfaces.telling.match_line import match_line
from workers.surfaces.telling.story import chapters, headline, standing
from workers.surfaces.telling.words import when
from workers.views.memory import MemoryReadModel
from workers.views.parcel import ParcelStory
from workers.views.projector import Projector
from workers.views.stream import START, Only

SUNDAY = world("""
    now 2026-11-22 12:00
    area vidzeme
    day 2026-11-23
    place A  cut_off 10  release 30
    hub H  transfer 10
    place B  release 30
    trip T1  A 07:00  H 07:30/07:35  B 08:00
    trip T2  H 08:00  B 09:00
    trip T3  A 10:00  B 11:00
    parcel P1  A -> B  20 l 4 kg  value 6.50
""")
MATCHED = plan(SUNDAY, "P1: T1 A 07:00 -> H 07:30, T2 H 08:00 -> B 09:00 | hand in 06:50, collect 09:30")
REBOOKED = plan(SUNDAY, "P1: T3 A 10:00 -> B 11:00 | hand in 09:50, collect 11:30")[-1]
REFUSED = plan(SUNDAY, "P1: CAPACITY_SOLD_OUT")[-1]
NOON = epoch_s(SUNDAY.now)
HOUR = 3600


def after(event: Event, revision: int, **changes: object) -> Event:
    """A later decision of the same parcel."""
    assert isinstance(event.data, ParcelMatched | ParcelUnmatched)
    return output(SUNDAY, event.data.model_copy(update={"revision": revision, **changes}))


def commit(event: Event, revision: int) -> Event:
    assert isinstance(event.data, ParcelMatched)
    legs = (event.data.legs[0].model_copy(update={"committed": True}), *event.data.legs[1:])
    return after(event, revision, cause=Cause.COMMITTED, decided_at=event.data.hand_in_by, legs=legs)


def story(events: Iterable[Event], told: World = SUNDAY) -> ParcelStory:
    async def run() -> ParcelStory:
        log, model = MemoryLog(1), MemoryReadModel()
        await publish(log, [*told.events, *events])
        await Projector(log, model).catch_up()
        found = await model.parcel("vidzeme", "P1")
        assert found is not None
        return found

    return asyncio.run(run())


def sentences(told: ParcelStory, now: int = NOON) -> list[str]:
    return [f"{when(told.names, each.at)}: {each.sentence}" for each in chapters(told, now)]


def test_a_request_nobody_has_decided_on() -> None:
    told = story([])
    assert headline(told).replace("\u00a0", " ") == "P1 (vidzeme): A → B, 4 kg, 20 l, 1 piece, ambient"
    assert standing(told, NOON) == "Requested; nothing is decided yet."
    (asked,) = sentences(told)
    assert asked.startswith("Sun 22 Nov 12:00: urn:ridealong:test asks for a journey: A → B, ")
    assert asked.endswith("ready Mon 23 Nov 00:00, due 23:59, worth €6.50.")
    assert NOT_LIMITED not in asked


def test_a_match_says_where_to_hand_in_until_when() -> None:
    told = story(MATCHED)
    assert standing(told, NOON) == "Matched: hand it in at A by Mon 23 Nov 06:50; collect it at B from 09:30."
    assert sentences(told)[1] == (
        "Sun 22 Nov 12:00: A journey is found: T1 Mon 23 Nov 07:00 A → 07:30 H, then T2 08:00 H → 09:00 B."
        " Hand in by 06:50, collect from 09:30."
    )


def test_a_commitment_says_which_leg() -> None:
    told = story([*MATCHED, commit(MATCHED[-1], 2)])
    assert standing(told, NOON + 19 * HOUR) == (
        "Committed: hand-in at A closed Mon 23 Nov 06:50; collect it at B from Mon 23 Nov 09:30."
    )
    assert standing(told, NOON + 22 * HOUR).endswith("can be collected at B from Mon 23 Nov 09:30.")
    assert sentences(told)[-1] == (
        "Mon 23 Nov 06:50: A cut-off has passed: T1 Mon 23 Nov 07:00 is committed, T2 Mon 23 Nov 08:00 is still open."
    )


def test_a_rebooking_says_why() -> None:
    told = story([*MATCHED, after(REBOOKED, 2, cause=Cause.DISRUPTION)])
    assert sentences(told)[-1].startswith(
        "Sun 22 Nov 12:00: A trip does not run as published, so there is another journey: T3 Mon 23 Nov 10:00 A → 11:00 B."
    )


def test_a_lost_journey_says_why_and_what_would_help() -> None:
    remedy = Remedy(field="due_at", to="2026-11-24T12:00:00+02:00", sentence="On Tuesday it can travel on T1.")
    told = story([*MATCHED, after(REFUSED, 2, cause=Cause.DISRUPTION, remedy=remedy)])
    assert standing(told, NOON) == (
        "No journey so far. As the reason says. (CAPACITY_SOLD_OUT) On Tuesday it can travel on T1."
    )
    assert sentences(told)[-1].startswith("Sun 22 Nov 12:00: Its journey is lost. As the reason says.")


def test_a_withdrawal_is_told_and_closed() -> None:
    taken_back = world(f"{SUNDAY.text}\nwithdrawn P1")
    waiting = story(MATCHED, taken_back)
    assert standing(waiting, NOON).endswith("Something newer waits for its decision.")
    closed = after(plan(SUNDAY, "P1: WITHDRAWN")[-1], 2, cause=Cause.WITHDRAWN)
    told = story([*MATCHED, closed], taken_back)
    assert standing(told, NOON) == "Withdrawn: the shop took it back."
    assert sentences(told)[-1] == "Sun 22 Nov 12:00: It is closed: the shop took it back."


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "Past due: it never had a journey."),
        ([REFUSED], "Past due, without a journey."),
        (MATCHED, "Past due: by plan it could be collected at B from Mon 23 Nov 09:30."),
    ],
    ids=["never decided", "unmatched", "matched"],
)
def test_past_due_says_what_the_plan_was(events: list[Event], expected: str) -> None:
    told = story(events)
    assert standing(told, NOON + 48 * HOUR) == expected
    assert sentences(told, NOON + 48 * HOUR)[-1] == (
        "Mon 23 Nov 23:59: Its time is over: nothing more is decided about it."
    )


def test_the_stream_says_in_one_word_what_happened() -> None:
    history = [
        *MATCHED,
        after(REBOOKED, 2, cause=Cause.IMPROVED),
        after(REBOOKED, 3, cause=Cause.DISRUPTION),
        commit(REBOOKED, 4),
        after(REFUSED, 5),
        after(plan(SUNDAY, "P1: WITHDRAWN")[-1], 6, cause=Cause.WITHDRAWN),
    ]

    async def run() -> list[str]:
        log, model = MemoryLog(1), MemoryReadModel()
        await publish(log, [*SUNDAY.events, *history])
        await Projector(log, model).catch_up()
        page = await model.stream(START, 100, Only())
        return [match_line(entry, page.names["vidzeme"]) for entry in page.entries]

    lines = asyncio.run(run())
    assert [line.split("  ")[3].strip() for line in lines] == [
        "matched",
        "improved",
        "rebooked",
        "committed",
        "unmatched",
        "withdrawn",
    ]
    assert lines[4].endswith("CAPACITY_SOLD_OUT: As the reason says.")
