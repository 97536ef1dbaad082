"""A flawless plan, spoiled in exactly one way: the verifier names exactly the rule a journey breaks."""

from datetime import date

import pytest

from matcher.verify import verify
from tests.worlds.plan import plan
from tests.worlds.planting import Plant, both, certified, decision, leg
from tests.worlds.world import world

WORLD = """
    now 2026-11-22 12:00
    area test  notice 15 min
    zone Z  diesel  07:00-11:00
    place A  cut_off 15  release 30  open 06:00-22:00  handling 20 s
    hub H  storage 40 l  transfer 10  handling 20 s
    place B  zone Z  release 10
    place C  release 30  open Mo-Fr 08:00-18:00
    trip T1 2026-11-23  A 07:10  H 08:02/08:05 budget 60 s  B 09:00  A 09:30  hold 60 l 50 cm  hold 1-2 30 l
    trip T2 2026-11-23  H 08:20  C 09:00  hold 30 l  box 5 l ambient chilled
    parcel P1  A -> C  ready 06:30  due 12:00  20 l 4 kg 40 cm  value 6.50
    parcel P2  A -> B  ready 06:55  due 09:10  10 l 4 kg  value 6.50
    parcel P3  H -> B  ready 07:00  due 12:00  20 l 4 kg  value 6.50
    parcel P4  B -> C  ready 07:00  due 12:00  5 l
"""
PLAN = """
    P1: T1 A 07:10 -> H 08:02, T2 H 08:20 -> C 09:00 | hand in 06:55, collect 09:30, cost 0.456
    P2: T1 A 07:10 -> B 09:00 | hand in 06:55, collect 09:10, cost 0.10
    P3: T1 H 08:05 -> B 09:00 | hand in 08:05, collect 09:10, cost 0.10
    P4: NO_JOURNEY
"""

TRIPS_AND_CALLS = [
    Plant(
        "trip_in_force",
        "a trip that does not run that day",
        made=leg("P2", 0, trip_key="T1@2026-11-24", service_date=date(2026, 11, 24)),
    ),
    Plant(
        "trip_in_force",
        "a date without complete publication",
        facts=(("parcel P1 ", "timetable 2026-11-23  trips 3\n    parcel P1 "),),
        said=(("NO_JOURNEY", "NO_TIMETABLE"),),
        trips=0,
    ),
    Plant(
        "trip_in_force",
        "a date published once more, completely and without the trip",
        facts=(("parcel P1 ", "timetable 2026-11-23  publication p2  trips 0\n    parcel P1 "),),
        trips=0,
    ),
    Plant("leg_facts", "a call that the trip does not have", made=leg("P2", 0, alight_call=9)),
    Plant("leg_facts", "a stop served twice, boarded at its other call", made=leg("P2", 0, board_call=3)),
    Plant("leg_facts", "a stop that is not that of the call", made=leg("P2", 0, alight_stop_id="A")),
    Plant("leg_facts", "the operator of another trip", made=leg("P2", 0, operator_id="somebody")),
    Plant("leg_facts", "the id of another trip", made=leg("P2", 0, trip_id="T2")),
    Plant("leg_facts", "another service date", made=leg("P2", 0, service_date=date(2026, 11, 24))),
    Plant("leg_facts", "a call that is a minute later now", facts=(("B 09:00", "B 08:59/09:00"),)),
    Plant("compartment_exists", "a compartment the trip does not have", made=leg("P2", 0, compartment="roof")),
    Plant(
        "call_order",
        "stops in the wrong order",
        facts=(("P3  H -> B", "P3  B -> H"),),
        said=(
            (
                "P3: T1 H 08:05 -> B 09:00 | hand in 08:05, collect 09:10",
                "P3: T1 B 09:00 -> H 08:02 | hand in 09:00, collect 08:02",
            ),
        ),
    ),
    Plant("pickup_drop_off", "pickup not allowed", facts=(("H 08:02/08:05", "H 08:02/08:05 no pickup"),)),
    Plant("pickup_drop_off", "drop-off not allowed", facts=(("B 09:00  A", "B 09:00 no drop_off  A"),)),
]
PLACES = [
    Plant(
        "stop_published",
        "a place that is not published",
        facts=(("place B  zone Z  release 10", ""),),
        said=(("NO_JOURNEY", "UNKNOWN_STOP"),),
    ),
    Plant("accepts", "a place that accepts no parcels", facts=(("place B  zone Z", "place B  zone Z  no parcels"),)),
    Plant("legs_connect", "an origin that is another place", facts=(("parcel P3  H -> B", "parcel P3  C -> B"),)),
    Plant("legs_connect", "a destination that is another place", facts=(("parcel P3  H -> B", "parcel P3  H -> A"),)),
    Plant("transfer_hub", "a transfer at a non-hub", facts=(("hub H  storage 40 l  transfer 10", "place H"),)),
    Plant("transfer_time", "a transfer too short by one second", facts=(("transfer 10", "transfer 1081 s"),)),
    Plant(
        "trip_change",
        "a transfer from a trip to itself",
        facts=(("transfer 10", "transfer 3"), ("budget 60 s", "budget 80 s")),
        said=(
            (
                "P2: T1 A 07:10 -> B 09:00 | hand in 06:55, collect 09:10, cost 0.10",
                "P2: T1 A 07:10 -> H 08:02, T1 H 08:05 -> B 09:00 | hand in 06:55, collect 09:10, cost 0.45",
            ),
        ),
    ),
]
GOODS = [
    Plant("longest_side", "a parcel one millimetre too long", facts=(("20 l 4 kg 40 cm", "20 l 4 kg 501 mm"),)),
    Plant("handling_class", "a class that the places do not take", facts=(("10 l 4 kg", "10 l 4 kg chilled"),)),
    Plant("handling_class", "a compartment without the class", facts=(("hold 30 l  box", "hold 30 l chilled  box"),)),
    Plant("handling_class", "a hub without the class at a transfer", facts=(("hub H", "hub H  classes chilled"),)),
]
SHARED = [
    Plant("capacity", "over capacity on one segment in volume by a millilitre", facts=(("1-2 30 l", "1-2 29999 ml"),)),
    Plant("capacity", "over capacity on one segment in weight by a gram", facts=(("1-2 30 l", "1-2 30 l 7999 g"),)),
    Plant("capacity", "over capacity on one segment in pieces", facts=(("1-2 30 l", "1-2 30 l 1 pcs"),)),
    Plant("capacity", "a later override that names less", facts=(("hold 1-2 30 l", "hold 1-2 30 l  hold 0-2 29 l"),)),
    Plant("capacity", "a compartment too small for one", facts=(("C 09:00  hold 30 l", "C 09:00  hold 19 l"),)),
    Plant("storage", "a hub too small by one millilitre", facts=(("storage 40 l", "storage 19999 ml"),)),
    Plant("handling_time", "a call with a second too little for its parcels", facts=(("budget 60 s", "budget 39 s"),)),
]
TIMES = [
    Plant("opening", "alighting before the place opens", facts=(("Mo-Fr 08:00-18:00", "Mo-Fr 09:01-18:00"),)),
    Plant("opening", "alighting on a day it is closed", facts=(("Fr 08:00-18:00", "Fr 09:30-10:00, Su 08:00-18:00"),)),
    Plant("zone_access", "a powertrain that the zone keeps out", facts=(("zone Z  diesel", "zone Z  electric"),)),
    Plant("zone_access", "a zone one minute after its window", facts=(("07:00-11:00", "07:00-08:59"),)),
    Plant("zone_access", "a zone that is not published", facts=(("zone Z  diesel  07:00-11:00", ""),)),
    Plant("hand_in", "hand-in at a closed place", facts=(("open 06:00-22:00", "open 06:56-22:00"),)),
    Plant("hand_in", "hand-in a second after the cut-off", facts=(("cut_off 15", "cut_off 901 s"),)),
    Plant("collection", "collection a second before the release", facts=(("Z  release 10", "Z  release 601 s"),)),
    Plant("collection", "collection at a closed place", facts=(("Fr 08:00-18:00", "Fr 08:00-09:29, Mo 10:00-18:00"),)),
    Plant("ready", "boarding before ready by one second", facts=(("ready 06:55", "ready 06:55:01"),)),
    Plant("notice", "a second less notice than the area gives", facts=(("notice 15 min", "notice 68101 s"),)),
    Plant("due", "collectable one second after it is due", facts=(("due 09:10", "due 09:09:59"),)),
]
MONEY = [
    Plant("cost", "a cost off by one", made=both(decision("P1", cost_millis=457), certified(value_millis=18843))),
    Plant("cost", "storage dearer than the cost says", facts=(("15 min", "15 min  costs storage 0.002"),)),
    Plant("value", "a value not asked", made=both(decision("P2", value_millis=6501), certified(value_millis=18845))),
    Plant(
        "worth",
        "a value that only equals the cost",
        facts=(("10 l 4 kg  value 6.50", "10 l 4 kg  value 0.10"),),
        made=both(decision("P2", value_millis=100), certified(value_millis=12444)),
    ),
]
PLANTS = [*TRIPS_AND_CALLS, *PLACES, *GOODS, *SHARED, *TIMES, *MONEY]


def test_the_plan_without_a_planted_violation_is_clean() -> None:
    told = world(WORLD)
    assert verify(told.events, plan(told, PLAN)) == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.check}: {plant.what}")
def test_a_planted_violation_is_named_and_nothing_else(plant: Plant) -> None:
    told, made = plant.spoil(WORLD, PLAN)
    assert {violation.check for violation in verify(told.events, made)} == {plant.check}
