"""The language of worlds says what it seems to say."""

from datetime import date, timedelta

import pytest

from contracts.area import Language
from contracts.envelope import from_line, to_line
from contracts.goods import DangerBudget, Dangerous, GoodsClass
from contracts.instants import format_instant
from contracts.parcel import Bond, Consignment
from contracts.stop import Locker, LockerSize, Meeting, OpenException
from contracts.trip import TripPublished
from contracts.windows import WEEK, Day, Span, Window
from contracts.zone import Powertrain, ZonePublished
from tests.worlds.plan import plan
from tests.worlds.plan_text import plan_text
from tests.worlds.world import World, world

HEAD = "now 2026-11-22 12:00\nday 2026-11-23\n"


def only_trip(line: str) -> TripPublished:
    return next(iter(world(HEAD + line).trips.values()))


def test_a_world_is_folded_from_area_zones_stops_trips_marker_and_parcels() -> None:
    told = world("""
        parcel P1  A -> B                     # in any order
        trip T1 2026-11-23  A 07:00  B 08:00
        place A
        zone Z
        now 2026-11-22 12:00
    """)
    assert [event.id for event in told.events] == [
        "area.published/test#1",
        "zone.published/Z#1",
        "stop.published/A#1",
        "trip.published/T1@2026-11-23#1",
        "timetable.published/feed@2026-11-23#1",
        "P1#1",
    ]
    assert format_instant(told.now) == "2026-11-22T12:00:00+02:00"
    assert {event.area for event in told.events} == {"test"}


def test_what_is_not_said_restricts_nothing() -> None:
    told = world(HEAD + "hub A\ntrip T1  A 07:00  B 08:00\nparcel P1  A -> B")
    place, trip, parcel = told.stops["A"], told.trips["T1@2026-11-23"], told.parcels["P1"]
    assert (place.accepts, place.open, place.zone_id, place.cut_off_s, place.release_s) == (True, None, None, 0, 0)
    assert place.hub is not None
    assert (place.hub.storage_ml, place.hub.min_transfer_s) == (None, 0)
    (hold,) = trip.compartments
    assert (hold.name, hold.volume_ml, hold.weight_g, hold.pieces, hold.longest_side_mm) == ("hold", *[None] * 4)
    assert all(call.pickup and call.drop_off and call.handling_budget_s is None for call in trip.calls)
    assert (parcel.volume_ml, parcel.weight_g, parcel.pieces, parcel.longest_side_mm) == (1000, 1000, 1, 0)
    assert parcel.due_at - parcel.ready_at == timedelta(hours=23, minutes=59)


def test_a_place_with_everything() -> None:
    place = world(
        HEAD + "hub A  zone Z  no parcels  cut_off 15  release 90 s  handling 20 s  classes ambient chilled  "
        "open Mo-Fr 06:00-22:00, Sa 12:00  storage 50 l  transfer 10  at 57.5 25.4"
    ).stops["A"]
    weekdays = Window(days=WEEK[:5], from_="06:00", to="22:00")
    assert place.open == (weekdays, Window(days=(Day.SAT,), from_="12:00", to="12:00"))
    assert (place.zone_id, place.accepts, place.cut_off_s, place.release_s) == ("Z", False, 900, 90)
    assert (place.handling_s_per_parcel, place.handling_classes) == (20, ("ambient", "chilled"))
    assert place.hub is not None
    assert (place.hub.storage_ml, place.hub.min_transfer_s, place.lat, place.lon) == (50_000, 600, 57.5, 25.4)


def test_a_trip_with_everything() -> None:
    trip = only_trip(
        "trip T1 2026-11-24  electric  feed f  publication p2  operator o  route r  run 07:00:00  "
        "A 07:10  H 08:02/08:05 no pickup no drop_off budget 60 s  B 25:10:30  "
        "hold 100 l 50 kg 5 pcs 120 cm  hold 0-1 30 l  hold 1-2 any l 0 pcs  cool 800 ml chilled frozen"
    )
    assert trip.trip_key == "T1@2026-11-24@07:00:00"
    assert (trip.powertrain, trip.feed_id, trip.publication_id) == ("electric", "f", "p2")
    assert (trip.operator_id, trip.route_id, trip.headsign) == ("o", "r", "B")
    hub, last = trip.calls[1:]
    assert (hub.pickup, hub.drop_off, hub.handling_budget_s) == (False, False, 60)
    assert hub.departure - hub.arrival == timedelta(minutes=3)
    assert format_instant(last.arrival) == "2026-11-25T01:10:30+02:00"
    hold, cool = trip.compartments
    assert (hold.volume_ml, hold.weight_g, hold.pieces, hold.longest_side_mm) == (100_000, 50_000, 5, 1200)
    assert [(part.from_call, part.to_call) for part in hold.segments] == [(0, 1), (1, 2)]
    assert [part.model_fields_set - {"from_call", "to_call"} for part in hold.segments] == [
        {"volume_ml"},
        {"volume_ml", "pieces"},
    ]
    assert (hold.segments[1].volume_ml, hold.segments[1].pieces) == (None, 0)
    assert (cool.volume_ml, cool.weight_g, cool.handling_classes) == (800, None, ("chilled", "frozen"))


def test_the_rules_of_an_area_say_nothing_unless_they_are_written() -> None:
    told = world(HEAD + "area test\nhub A\nzone Z\ntrip T1  A 07:00  B 08:00\nparcel P1  A -> B")
    place, trip, parcel = told.stops["A"], told.trips["T1@2026-11-23"], told.parcels["P1"]
    assert (told.area.goods, told.area.language) == ((), Language.ENGLISH)
    assert (place.open_exceptions, place.locker, place.meeting) == ((), None, None)
    assert place.hub is not None
    assert place.hub.longest_wait_s is None
    zone = next(event.data for event in told.events if isinstance(event.data, ZonePublished))
    assert (zone.holds_from, zone.exempt_operator_ids, trip.danger_budgets) == (None, (), ())
    assert (parcel.dangerous, parcel.after_parcel_id, parcel.after_gap_s, parcel.consignment) == (None, None, 0, None)


def test_goods_of_an_area() -> None:
    area = world(HEAD + "area test  language lv\ngoods a  excluded\ngoods b  as chilled  outside 20  total 4 h").area
    assert area.language is Language.LATVIAN
    assert area.goods == (
        GoodsClass(handling_class="a", excluded=True),
        GoodsClass(handling_class="b", carried_as="chilled", longest_outside_s=1200, longest_total_s=14_400),
    )


def test_a_hub_with_a_locker_and_holidays() -> None:
    place = world(
        HEAD + "hub A  longest_wait 2 h  locker S 5 l x2, M 20 l 60 cm 10 kg  collect 24 h  "
        "except 2026-12-24 06:00-12:00, 22:00-03:00  except 2026-12-25 never"
    ).stops["A"]
    assert place.hub is not None
    assert place.hub.longest_wait_s == 7200
    small = LockerSize(name="S", volume_ml=5000, longest_side_mm=None, weight_g=None, count=2)
    middle = LockerSize(name="M", volume_ml=20_000, longest_side_mm=600, weight_g=10_000, count=1)
    assert place.locker == Locker(sizes=(small, middle), collect_s=86_400)
    morning, night = Span(from_="06:00", to="12:00"), Span(from_="22:00", to="03:00")
    assert place.open_exceptions == (
        OpenException(date=date(2026, 12, 24), spans=(morning, night)),
        OpenException(date=date(2026, 12, 25), spans=()),
    )


@pytest.mark.parametrize(
    ("words", "fallback_stop_id", "reserves"),
    [
        ("meeting", None, False),
        ("meeting reserves", None, True),
        ("meeting fallback H", "H", False),
        ("meeting fallback H reserves", "H", True),
    ],
)
def test_a_place_where_the_receiver_meets_the_bus(words: str, fallback_stop_id: str | None, reserves: bool) -> None:  # noqa: FBT001 - a case of the table
    told = world(HEAD + f"place A  {words}").stops["A"]
    assert told.meeting == Meeting(fallback_stop_id=fallback_stop_id, reserves=reserves)


def test_a_zone_from_a_date_on_and_who_is_exempt() -> None:
    told = world(HEAD + "zone Z  electric  06:00-07:00  from 2026-12-01  exempt x y")
    zone = next(event.data for event in told.events if isinstance(event.data, ZonePublished))
    assert (zone.holds_from, zone.exempt_operator_ids) == (date(2026, 12, 1), ("x", "y"))
    assert zone.powertrains == (Powertrain.ELECTRIC,)
    assert zone.windows == (Window(days=WEEK, from_="06:00", to="07:00"),)


def test_dangerous_goods_and_the_budgets_for_them() -> None:
    told = world(
        HEAD + "trip T1  A 07:00  B 08:00  danger paint 3 4.1 20 kg  danger all 9 500 g\n"
        "parcel P1  A -> B  2 kg  dangerous 3\nparcel P2  A -> B  2 kg  dangerous 4.1 300 g UN1950"
    )
    assert told.trips["T1@2026-11-23"].danger_budgets == (
        DangerBudget(name="paint", classes=("3", "4.1"), gross_g=20_000),
        DangerBudget(name="all", classes=("9",), gross_g=500),
    )
    assert told.parcels["P1"].dangerous == Dangerous(un_number="1263", danger_class="3", gross_g=2000)
    assert told.parcels["P2"].dangerous == Dangerous(un_number="1950", danger_class="4.1", gross_g=300)


def test_parcels_that_come_after_others_and_belong_together() -> None:
    parcels = world(
        HEAD + "parcel P1  A -> B  consignment C 2 all_or_none\nparcel P2  B -> A  after P1  consignment D 3 together\n"
        "parcel P3  B -> A  after P1 gap 90 s"
    ).parcels
    assert parcels["P1"].consignment == Consignment(consignment_id="C", parcels=2, bond=Bond.ALL_OR_NONE)
    assert parcels["P2"].consignment == Consignment(consignment_id="D", parcels=3, bond=Bond.TOGETHER)
    assert [(parcels[name].after_parcel_id, parcels[name].after_gap_s) for name in ("P2", "P3")] == [
        ("P1", 0),
        ("P1", 90),
    ]


def test_a_trip_may_carry_nothing() -> None:
    assert only_trip("trip T1  A 07:00  B 08:00  no compartments").compartments == ()


def test_service_time_counts_from_noon_minus_12_hours() -> None:
    trip = only_trip("trip T1 2026-10-25  A 02:30  B 03:30")
    assert [format_instant(call.departure) for call in trip.calls] == [
        "2026-10-25T03:30:00+03:00",
        "2026-10-25T03:30:00+02:00",
    ]


def test_an_instant_that_happens_twice_is_the_first_unless_its_offset_is_said() -> None:
    parcel = world(HEAD + "parcel P1  A -> B  ready 2026-10-25 03:30  due 2026-10-25 03:30+02:00").parcels["P1"]
    assert format_instant(parcel.ready_at) == "2026-10-25T03:30:00+03:00"
    assert format_instant(parcel.due_at) == "2026-10-25T03:30:00+02:00"


def test_publications_follow_one_another_each_with_its_marker() -> None:
    told = world(
        HEAD + "trip T1  A 07:00  B 08:00\ntrip T2  publication p2  A 07:00  B 08:00\n"
        "timetable 2026-11-23  publication p2  trips 3\ntimetable 2026-11-24  trips 0"
    )
    assert [event.id.partition(".")[0] for event in told.events] == [
        "area",
        "trip",
        "timetable",
        "trip",
        "timetable",
        "timetable",
    ]
    assert [getattr(event.data, "trips", None) for event in told.events] == [None, None, 1, None, 3, 0]


def test_a_withdrawal_and_a_second_request_keep_their_order() -> None:
    told = world(HEAD + "parcel P1  A -> B\nwithdrawn P1\nparcel P1  A -> C")
    assert [event.id for event in told.events[1:]] == ["P1#1", "P1#2", "P1#3"]
    assert told.request_id("P1") == "P1#3"
    assert told.parcels["P1"].destination_stop_id == "C"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("plce A", "no such line"),
        ("place A  cutoff 15", "no such clause: cutoff"),
        ("place A  storage 5 l", "no such clause: storage"),
        ("trip T1  A 07:00  B 08:00  hold 0-1 5 l", "replaces nothing"),
        ("trip T1  A 07:00  B 08:00  hold 5 x", "neither a call nor a new compartment"),
        ("trip T1  A 07:00  B 06:00", "goes back in time"),
        ("parcel P1  A -> A", "same stop"),
        ("place A  locker S 5 l two", "says nothing of a compartment"),
        ("place A  locker S x2", "has no volume"),
        ("place A  meeting H", "says nothing of a meeting"),
        ("trip T1  A 07:00  B 08:00  danger b 3", "has no weight"),
        ("parcel P1  A -> B  after P2 30", "is no gap"),
    ],
)
def test_a_line_that_is_wrong_is_named(line: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as wrong:
        world(HEAD + line)
    assert line in str(wrong.value)


def test_a_world_says_the_same_after_it_was_written_and_read() -> None:
    told = world(HEAD + "place A\ntrip T1  A 07:00  B 08:00  hold 5 l 1 kg  hold 0-1 any l\nparcel P1  A -> B")
    read = [from_line(to_line(event)) for event in told.events]
    assert read == told.events
    segments = next(event.data for event in read if isinstance(event.data, TripPublished)).compartments[0].segments
    assert [part.model_fields_set for part in segments] == [{"from_call", "to_call", "volume_ml"}]


PLAN = """
P1: T1 A 07:10 -> H 08:02, T2/cool H 08:20 -> B 2026-11-24 00:30 | hand in 2026-11-22 22:00, collect 2026-11-24 01:00
P2: CAPACITY_SOLD_OUT
P3: T1@2026-11-24 A 07:10 -> H 08:02:30 | hand in 07:00, collect 08:10, lockers A/S H/M
""".strip()


def planned() -> World:
    return world("""
        now 2026-11-22 12:00
        trip T1 2026-11-23  A 07:10  H 08:02/08:05
        trip T2 2026-11-23  H 08:20  B 24:30  cool 5 l
        trip T1 2026-11-24  A 07:10  H 08:02:30
        parcel P1  A -> B
        parcel P2  A -> B
        parcel P3  A -> H
    """)


def test_a_plan_written_by_hand_reads_as_it_was_written() -> None:
    told = planned()
    # a plan's text names trips of the first leg's date plainly, so the third line's trip is plain too
    assert plan_text(plan(told, PLAN), told.zone) == PLAN.replace("T1@2026-11-24 A", "T1 A")


def test_a_plan_written_by_hand_counts_what_it_decides() -> None:
    certified = plan(planned(), PLAN)[0].data
    assert certified.model_dump(include={"parcels", "matched", "trips", "value_millis"}) == {
        "parcels": 3,
        "matched": 2,
        "trips": 3,
        "value_millis": 20_000 - 450 - 100,
    }


def test_a_hand_written_leg_must_be_a_call_of_its_trip() -> None:
    with pytest.raises(ValueError, match="no call at A"):
        plan(planned(), "P2: T1 A 07:11 -> H 08:02 | hand in 07:11, collect 08:02")
