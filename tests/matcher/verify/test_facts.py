"""Which facts count: complete publications, the newest of them, and every event once."""

from dataclasses import replace
from datetime import date

from contracts.event import Event
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from matcher.verify.facts import History, history_of
from tests.worlds.world import world

TWO_TRIPS = """
    now 2026-11-22 12:00
    place A
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T2 2026-11-23  A 09:00  B 10:00
"""
PARCEL = "\nparcel P1  A -> B"


def trips(events: list[Event]) -> set[str]:
    history = history_of(events)
    facts = history.at(history.end)
    return {event.subject for event in events if isinstance(event.data, TripPublished) and event.subject in facts.trips}


def is_complete(events: list[Event]) -> bool:
    """Whether the date of TWO_TRIPS has a complete publication."""
    history = history_of(events)
    return history.at(history.end).has_date(date(2026, 11, 23), date(2026, 11, 23))


def reordered(text: str, *order: type) -> list[Event]:
    """The events of a world, those of the given kinds last and in that order."""
    events = world(text).events
    return sorted(events, key=lambda event: order.index(type(event.data)) + 1 if type(event.data) in order else 0)


def shipment(history: History, parcel_id: str = "P1") -> tuple[list[str], bool]:
    parcel = history.shipments.of[parcel_id]
    return list(parcel.requests), parcel.state(len(history.shipments.order))[1]


def test_a_publication_counts_when_its_marker_names_as_many_trips_as_there_are() -> None:
    assert trips(world(TWO_TRIPS).events) == {"T1@2026-11-23", "T2@2026-11-23"}


def test_a_publication_with_fewer_or_more_trips_than_told_changes_nothing() -> None:
    for told in ("trips 3", "trips 1", "missing"):
        events = world(f"{TWO_TRIPS}\ntimetable 2026-11-23  {told}").events
        assert trips(events) == set()
        assert not is_complete(events)


def test_a_publication_is_complete_once_its_last_trip_follows_its_marker() -> None:
    late = reordered(TWO_TRIPS, TimetablePublished, TripPublished)
    assert trips(late) == {"T1@2026-11-23", "T2@2026-11-23"}
    assert trips(late[:-1]) == set()


def test_a_trip_that_comes_after_its_publication_is_complete_is_ignored() -> None:
    early = world(f"{TWO_TRIPS}\ntimetable 2026-11-23  trips 2").events
    extra = next(event for event in world(f"{TWO_TRIPS}\ntrip T3  A 11:00  B 12:00").events if "T3" in event.id)
    assert trips([*early, extra]) == {"T1@2026-11-23", "T2@2026-11-23"}


def test_the_newest_complete_publication_of_a_date_replaces_the_whole_date() -> None:
    assert trips(world(f"{TWO_TRIPS}\ntrip T3  publication p2  A 11:00  B 12:00").events) == {"T3@2026-11-23"}


def test_an_incomplete_newer_publication_leaves_the_older_in_force() -> None:
    newer = "\ntrip T3  publication p2  A 11:00  B 12:00\ntimetable 2026-11-23  publication p2  trips 2"
    assert trips(world(TWO_TRIPS + newer).events) == {"T1@2026-11-23", "T2@2026-11-23"}


def test_a_second_marker_of_a_complete_publication_changes_nothing() -> None:
    events = world(f"{TWO_TRIPS}\ntrip T3  publication p2  A 11:00  B 12:00").events
    first = next(event for event in events if isinstance(event.data, TimetablePublished))
    assert trips([*events, replace(first, id="again")]) == {"T3@2026-11-23"}


def test_what_was_in_force_is_known_for_every_tick() -> None:
    history = history_of(world(f"{TWO_TRIPS}\ntrip T3  publication p2  A 11:00  B 12:00").events)
    ticks = [tick for tick in range(history.end + 1) if "T1@2026-11-23" in history.at(tick).trips]
    assert ticks == [history.end - 2, history.end - 1]
    assert "T3@2026-11-23" in history.at(history.end).trips


def test_a_trip_that_is_published_again_as_it_was_is_no_change() -> None:
    again = TWO_TRIPS.replace("2026-11-23  A", "2026-11-23  publication p2  A").split("place A")[1]
    history = history_of(world(TWO_TRIPS + again).events)
    assert len(history.publications.trips.ticks("T1@2026-11-23")) == 1


def test_feeds_do_not_replace_each_other() -> None:
    assert "T1@2026-11-23" in trips(world(f"{TWO_TRIPS}\ntrip T3  feed other  A 11:00  B 12:00").events)


def test_a_date_may_be_complete_without_any_trip() -> None:
    assert is_complete(world("now 2026-11-22 12:00\nday 2026-11-23\ntimetable 2026-11-23  trips 0").events)


def test_a_repeated_event_counts_once() -> None:
    events = world(TWO_TRIPS + PARCEL + "\nwithdrawn P1").events
    request = next(event for event in events if event.id == "P1#1")
    assert shipment(history_of([*events, request])) == (["P1#1"], True)


def test_a_new_request_reopens_a_withdrawn_parcel() -> None:
    assert shipment(history_of(world(f"{TWO_TRIPS}{PARCEL}\nwithdrawn P1{PARCEL}").events)) == (["P1#1", "P1#3"], False)


def test_a_withdrawal_waits_for_the_parcel_it_speaks_of() -> None:
    assert shipment(history_of(world(f"{TWO_TRIPS}\nwithdrawn P1{PARCEL}").events)) == (["P1#2"], True)


def test_a_parcel_belongs_to_the_source_that_named_it_first() -> None:
    events = world(TWO_TRIPS + PARCEL).events
    foreign = [
        Event(id=f"x{event.id}", source="urn:other", time=event.time, area=event.area, data=event.data)
        for event in world(f"{TWO_TRIPS}{PARCEL}\nwithdrawn P1").events
    ]
    assert shipment(history_of([*events, *foreign])) == (["P1#1"], False)


def test_no_stop_is_published_before_its_area_is() -> None:
    history = history_of(world(TWO_TRIPS).events[1:])
    assert "A" not in history.at(history.end).stops
