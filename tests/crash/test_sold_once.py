"""Room is sold once: whoever has a live match keeps its room until a decision takes the match back."""

import asyncio
from pathlib import Path

import pytest

from contracts.event import Event
from contracts.instants import epoch_s
from tests.crash.inside import work_at
from tests.crash.memory_trace import TracedMemoryLog
from tests.crash.reader import read
from tests.worlds.world import world
from workers.log.publishing import publish

BEFORE = """
now 2026-11-23 06:00
area test
place A
place B
place C
trip T1 2026-11-23  A 07:10  B 07:20  C 07:30  hold 5 l
parcel P1  A -> C  5 l  due 12:00
"""


def live_after(path: Path, *moments: tuple[str, str], before: str = BEFORE) -> read.Report:
    """What the reader says after each of these lines was published, and decided, at its time of day."""
    told = world(before)

    async def run() -> None:
        log, text = TracedMemoryLog(1), before
        await _decide(log, epoch_s(told.now), told.events)
        known = {event.id for event in told.events}
        for time_of_day, line in moments:
            text += f"{line}\n"
            events = [event for event in world(text).events if event.id not in known]
            known |= {event.id for event in events}
            hours, minutes = time_of_day.split(":")
            await _decide(log, epoch_s(told.now) + (int(hours) - 6) * 3600 + int(minutes) * 60, events)
        await log.write_down(path)

    asyncio.run(run())
    return read.check(path)


async def _decide(log: TracedMemoryLog, now: int, events: list[Event]) -> None:
    log.now = now
    await publish(log, events)
    await work_at(log, now)


@pytest.mark.parametrize(
    ("calls", "wish"),
    [("A 07:10  B 07:20  C 07:30  hold 3 l", "3 l"), ("A 07:10  B 07:25  C 07:35  hold 5 l", "5 l")],
    ids=["shrinks", "is late"],
)
def test_what_is_aboard_keeps_its_room_when_its_trip_changes_under_way(calls: str, wish: str, tmp_path: Path) -> None:
    report = live_after(
        tmp_path / "log.sqlite",
        ("07:10", ""),
        ("07:15", f"trip T1 2026-11-23  publication p2  {calls}\nparcel P2  B -> C  {wish}"),
    )
    assert report.counts["parcels"] == 2
    assert report.violations == []


def test_what_is_aboard_goes_before_what_only_was_handed_in(tmp_path: Path) -> None:
    """P1 was decided on first and waits at B; P2 sits in the bus that has shrunk."""
    report = live_after(
        tmp_path / "log.sqlite",
        ("06:01", "parcel P2  A -> C  5 l  due 12:00"),
        ("07:12", ""),
        ("07:15", "trip T1 2026-11-23  publication p2  A 07:10  B 07:20  C 07:30  hold 5 l"),
        before=BEFORE.replace("hold 5 l", "hold 10 l")
        .replace("P1  A -> C", "P1  B -> C")
        .replace("place B", "place B  cut_off 15"),
    )
    assert report.counts["parcel.matched"] >= 2
    assert report.counts["live matches"] == 1
    assert report.violations == []


def test_a_match_keeps_its_room_when_a_newer_request_comes_too_late_to_be_decided(tmp_path: Path) -> None:
    report = live_after(
        tmp_path / "log.sqlite",
        ("06:30", "parcel P1  A -> C  5 l  ready 05:00  due 06:10"),
        ("06:31", "parcel P2  A -> C  5 l  due 12:00"),
    )
    assert report.counts["parcels"] == 2
    assert report.violations == []


def test_a_withdrawn_match_gives_its_room_back(tmp_path: Path) -> None:
    report = live_after(tmp_path / "log.sqlite", ("06:30", "withdrawn P1"), ("06:31", "parcel P2  A -> C  5 l"))
    assert report.counts["live matches"] == 1
    assert report.violations == []
