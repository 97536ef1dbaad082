"""Worlds with one rule each, a plan right at its edge, and what breaks it."""

from datetime import UTC, datetime

from contracts.match import LockerStay
from contracts.reasons import UnmatchedReason
from contracts.unmatched import DangerLimit, LockerLimit
from tests.matcher.verify.scene import Scene
from tests.worlds.planting import Plant, certified, decision

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)

LOCKERS = Scene(
    world="""
    now 2026-11-22 12:00
    place G
    place A  cut_off 10  locker S 5 l x2, M 20 l 60 cm 10 kg
    hub H  locker S 5 l x2
    place B  release 10  locker S 5 l x2, M 20 l 60 cm 10 kg  collect 30
    trip T1 2026-11-23  A 07:00  H 08:00
    trip T2 2026-11-23  H 08:20  B 09:00
    trip T3 2026-11-23  A 07:00  B 09:30
    trip T4 2026-11-23  G 07:00  B 09:40
    parcel P1  A -> B  5 l
    parcel P2  A -> B  5 l
    parcel P3  A -> B  20 l 10 kg 60 cm
    parcel P4  G -> B  5 l
    """,
    plan="""
    P1: T1 A 07:00 -> H 08:00, T2 H 08:20 -> B 09:00 | hand in 06:50, collect 09:10, cost 0.451, lockers A/S H/S B/S
    P2: T1 A 07:00 -> H 08:00, T2 H 08:20 -> B 09:00 | hand in 06:50, collect 09:10, cost 0.451, lockers A/S H/S B/S
    P3: T3 A 07:00 -> B 09:30 | hand in 06:50, collect 09:40, lockers A/M B/M
    P4: T4 G 07:00 -> B 09:40 | hand in 07:00, collect 09:50, lockers B/S
    """,
    plants=[
        Plant("locker_room", "a compartment taken a second longer", facts=(("collect 30", "collect 1801 s"),)),
        Plant(
            "locker_room", "a compartment fewer at the hub", facts=(("hub H  locker S 5 l x2", "hub H  locker S 5 l"),)
        ),
        Plant("locker_room", "no compartment at all", facts=(("60 cm 10 kg", "60 cm 10 kg x0"),)),
        Plant("locker_named", "no compartment named", made=decision("P4", lockers=())),
        Plant("locker_named", "one where there is no locker", said=(("lockers B/S\n    ", "lockers G/S B/S\n    "),)),
        Plant("locker_named", "another order", said=(("0.451, lockers A/S H/S B/S", "0.451, lockers H/S A/S B/S"),)),
        Plant(
            "locker_named",
            "a size that there is none of",
            made=decision("P4", lockers=(LockerStay(stop_id="B", size="L"),)),
        ),
        Plant(
            "locker_named",
            "a parcel a millilitre too large",
            facts=(("A  cut_off 10  locker S 5 l", "A  cut_off 10  locker S 4999 ml"),),
        ),
        Plant("locker_named", "a parcel a millimetre too long", facts=(("60 cm 10 kg", "599 mm 10 kg"),)),
        Plant("locker_named", "a parcel a gram too heavy", facts=(("60 cm 10 kg", "60 cm 9999 g"),)),
        Plant("locker_named", "a place that has got a locker since", facts=(("place G", "place G  locker S 5 l"),)),
    ],
    edges=[
        (("P3  A -> B  20 l 10 kg 60 cm", "P3  A -> B  20 l 10 kg"),),
        (("cut_off 10  locker S 5 l x2, M 20 l 60 cm 10 kg", "cut_off 10  locker S 5 l x2, M 20 l"),),
    ],
)

MEETING = Scene(
    world="""
    now 2026-11-22 12:00
    place A
    place V  meeting fallback W reserves
    place W
    place C
    trip T1 2026-11-23  A 07:00  V 08:00  W 08:30  V 08:40  C 09:00  hold 10 l  danger paint 3 2 kg
    parcel P1  A -> V  10 l  dangerous 3 2 kg
    parcel P2  W -> C  10 l  dangerous 3 2 kg
    """,
    plan="""
    P1: T1 A 07:00 -> V 08:00 | hand in 07:00, collect 08:00
    P2: T1 W 08:30 -> C 09:00 | hand in 08:30, collect 09:00
    """,
    plants=[
        Plant(
            "capacity",
            "a millilitre too little up to the fallback",
            facts=(("hold 10 l", "hold 10 l  hold 1-2 9999 ml"),),
        ),
        Plant(
            "capacity",
            "room kept to the last call",
            facts=(("fallback W reserves", "reserves"), ("danger paint 3 2 kg", "danger paint 3 4 kg")),
        ),
        Plant(
            "danger_budget",
            "a budget kept to the last call",
            facts=(("fallback W reserves", "reserves"), ("hold 10 l", "hold 20 l")),
        ),
        Plant("meeting", "a fallback that was called at before", facts=(("fallback W", "fallback A"),)),
        Plant("meeting", "a fallback that the trip never calls at", facts=(("fallback W", "fallback X"),)),
    ],
    edges=[
        (("fallback W reserves", "fallback X"),),
        (
            ("fallback W reserves", "fallback V reserves"),
            ("hold 10 l", "hold 20 l"),
            ("3 2 kg\n    parcel P1", "3 4 kg\n    parcel P1"),
        ),
    ],
)

GOODS = Scene(
    world="""
    now 2026-11-22 12:00
    area test
    goods cool  as chilled  outside 10  total 2 h
    place A  cut_off 10
    hub H  transfer 10  longest_wait 10
    place B  release 10  classes chilled
    trip T1 2026-11-23  A 07:00  H 08:00  hold chilled
    trip T2 2026-11-23  H 08:10  B 08:40  hold chilled
    parcel P1  A -> B  cool
    """,
    plan="P1: T1 A 07:00 -> H 08:00, T2 H 08:10 -> B 08:40 | hand in 06:50, collect 08:50",
    plants=[
        Plant("goods_total", "a second too long on the way", facts=(("total 2 h", "total 7199 s"),)),
        Plant("goods_excluded", "a class that is not carried", facts=(("goods cool", "goods cool  excluded"),)),
        Plant("handling_class", "a second too long outside", facts=(("outside 10", "outside 599 s"),)),
        Plant("handling_class", "a class that bears nothing outside", facts=(("outside 10  ", ""),)),
        Plant(
            "handling_class",
            "a place that takes the class but not what it is carried as",
            facts=(("outside 10  ", ""), ("place A", "place A  classes cool"), ("hub H", "hub H  classes chilled")),
        ),
        Plant(
            "handling_class",
            "a compartment without what it is carried as",
            facts=(("B 08:40  hold chilled", "B 08:40  hold cool"),),
        ),
        Plant(
            "handling_class",
            "a stay of no length where it bears none",
            facts=(("outside 10  ", ""), ("A  cut_off 10", "A"), ("hub H", "hub H  classes chilled")),
            said=(("06:50", "07:00"),),
        ),
        Plant("longest_wait", "a second too long at the hub", facts=(("longest_wait 10", "longest_wait 599 s"),)),
    ],
    edges=[
        (("B  release 10  classes chilled", "B  release 10"),),
        (
            ("as chilled  outside 10", "outside 10"),
            ("place A", "place A  classes cool"),
            ("H 08:00  hold chilled", "H 08:00  hold cool"),
            ("B 08:40  hold chilled", "B 08:40  hold cool"),
        ),
    ],
)

DANGER = Scene(
    world="""
    now 2026-11-22 12:00
    place A
    place B
    place C
    trip T1 2026-11-23  A 07:00  B 08:00  C 09:00  danger paint 3 4.1 3 kg  danger all 3 9 4 kg
    parcel P1  A -> C  dangerous 3 3 kg
    parcel P2  A -> B  dangerous 9 1 kg
    parcel P3  B -> C  dangerous 9 1 kg
    """,
    plan="""
    P1: T1 A 07:00 -> C 09:00 | hand in 07:00, collect 09:00
    P2: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P3: T1 B 08:00 -> C 09:00 | hand in 08:00, collect 09:00
    """,
    plants=[
        Plant("danger_budget", "a gram too much of one class", facts=(("3 4.1 3 kg", "3 4.1 2999 g"),)),
        Plant("danger_budget", "a gram too much of all of them", facts=(("3 9 4 kg", "3 9 3999 g"),)),
        Plant(
            "danger_offered", "a class that no budget names", facts=(("A -> B  dangerous 9", "A -> B  dangerous 2.1"),)
        ),
        Plant("danger_offered", "no budget at all", facts=(("  danger paint 3 4.1 3 kg  danger all 3 9 4 kg", ""),)),
    ],
    edges=[(("A -> B  dangerous 9 1 kg", "A -> B"),)],
)

DATES = Scene(
    world="""
    now 2026-11-22 12:00
    zone Z  electric  07:00-08:00  from 2026-11-24  exempt vtu
    place A  cut_off 10  open 06:00-22:00  except 2026-11-23 20:50-21:50
    place B  zone Z  release 10  except 2026-11-25 never
    trip T1 2026-11-23  A 21:00  B 23:59:59
    trip T2 2026-11-24  operator vtu  A 21:00  B 22:00
    parcel P1  A -> B  due 2026-11-24 23:00
    parcel P2  A -> B  due 2026-11-24 23:00
    """,
    plan="""
    P1: T1 A 21:00 -> B 23:59:59 | hand in 20:50, collect 2026-11-24 00:09:59
    P2: T2 A 21:00 -> B 22:00 | hand in 20:50, collect 22:10
    """,
    plants=[
        Plant("zone_access", "a zone that holds a day earlier", facts=(("from 2026-11-24", "from 2026-11-23"),)),
        Plant("zone_access", "an operator that is not exempt", facts=(("exempt vtu", "exempt other"),)),
        Plant("hand_in", "a holiday on which it opens a minute later", facts=(("20:50-21:50", "20:51-21:50"),)),
        Plant("opening", "a holiday on which it closes a minute before", facts=(("20:50-21:50", "20:50-20:59"),)),
        Plant(
            "collection",
            "a holiday that begins before it is released",
            facts=(("except 2026-11-25 never", "except 2026-11-24 00:10-23:00"),),
        ),
    ],
    edges=[
        (("except 2026-11-23 20:50-21:50", "except 2026-11-22 never"),),
        (("except 2026-11-25 never", "open 20:00-01:00  except 2026-11-24 22:00-22:10"),),
    ],
)

FOLLOWERS = Scene(
    world="""
    now 2026-11-22 12:00
    place A
    place B  cut_off 10  release 10
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T2 2026-11-23  B 09:00  A 10:00
    parcel P1  A -> B
    parcel P2  B -> A  after P1 gap 40
    """,
    plan="""
    P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10
    P2: T2 B 09:00 -> A 10:00 | hand in 08:50, collect 10:00
    """,
    plants=[
        Plant("after", "a second less than the gap", facts=(("gap 40", "gap 2401 s"),)),
        Plant(
            "after",
            "a parcel that has no journey",
            said=(("T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10", "CAPACITY_SOLD_OUT"),),
        ),
        Plant("after", "a parcel that nobody knows", facts=(("after P1", "after P9"),)),
        Plant(
            "after",
            "a parcel that is withdrawn",
            facts=(("    parcel P2", "    withdrawn P1\n    parcel P2"),),
            said=(("T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10", "WITHDRAWN"),),
            made=certified(parcels=1),
        ),
    ],
    edges=[(("gap 40", "gap 0"),)],
)

CONSIGNMENTS = Scene(
    world="""
    now 2026-11-22 12:00
    place A
    place B
    trip T1 2026-11-23  A 07:00  B 08:00  hold  box
    trip T2 2026-11-23  B 09:00  A 10:00
    parcel P1  A -> B  2 l  consignment C 2 together
    parcel P2  A -> B  3 l  consignment C 2 together  value 9
    parcel P3  A -> B  consignment D 2 all_or_none
    parcel P4  B -> A  consignment D 2 all_or_none
    """,
    plan="""
    P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P2: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P3: T1/box A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P4: T2 B 09:00 -> A 10:00 | hand in 09:00, collect 10:00
    """,
    plants=[
        Plant("consignment", "another compartment for one of them", said=(("P2: T1 A", "P2: T1/box A"),)),
        Plant(
            "consignment",
            "one of those that travel together left behind",
            said=(("P2: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00", "P2: CAPACITY_SOLD_OUT"),),
        ),
        Plant(
            "consignment",
            "one of all left behind",
            said=(("T2 B 09:00 -> A 10:00 | hand in 09:00, collect 10:00", "CAPACITY_SOLD_OUT"),),
        ),
        Plant("consignment", "one that nobody requested", facts=(("D 2 ", "D 3 "),)),
        Plant(
            "consignment",
            "another number on one of them",
            facts=(("4  B -> A  consignment D 2 ", "4  B -> A  consignment D 3 "),),
        ),
        Plant(
            "consignment",
            "another bond on one of them",
            facts=(("3 l  consignment C 2 together", "3 l  consignment C 2 all_or_none"),),
        ),
        Plant(
            "consignment", "another wish of one that travels together", facts=(("P2  A -> B", "P2  A -> B  due 23:00"),)
        ),
    ],
    edges=[(("P4  B -> A", "P4  B -> A  due 23:00"),)],
)

REFUSALS = Scene(
    world="""
    now 2026-11-22 12:00
    place A  locker S 1 l
    place B
    trip T1 2026-11-23  A 07:00  B 08:00  danger paint 3 3 kg
    goods fresh  total 30
    parcel P1  A -> B  fresh
    parcel P2  A -> B  after P9
    parcel P3  A -> B  consignment C 2 together
    parcel P4  B -> A
    """,
    plan="""
    P1: TOO_LONG_ON_THE_WAY
    P2: WAITS_FOR_PARCEL
    P3: CONSIGNMENT_INCOMPLETE
    P4: NO_JOURNEY
    """,
    plants=[
        *(
            Plant("reason", f"{reason} of a parcel that cannot have it", made=decision("P4", reason=reason))
            for reason in (
                UnmatchedReason.TOO_LONG_ON_THE_WAY,
                UnmatchedReason.WAITS_FOR_PARCEL,
                UnmatchedReason.CONSIGNMENT_INCOMPLETE,
            )
        ),
        Plant(
            "limits",
            "a locker that there is not",
            made=decision("P4", limits=(LockerLimit(stop_id="B", at=NOW, size="S"),)),
        ),
        Plant(
            "limits",
            "a size that there is not",
            made=decision("P4", limits=(LockerLimit(stop_id="A", at=NOW, size="L"),)),
        ),
        Plant(
            "limits",
            "a budget that there is not",
            made=decision("P4", limits=(DangerLimit(trip_key="T1@2026-11-23", call=0, budget="all"),)),
        ),
        Plant(
            "limits",
            "a budget past the last segment",
            made=decision("P4", limits=(DangerLimit(trip_key="T1@2026-11-23", call=1, budget="paint"),)),
        ),
    ],
    edges=[(("fresh  total 30", "fresh  total 29"),)],
)

SCENES = {
    "lockers": LOCKERS,
    "meeting": MEETING,
    "goods": GOODS,
    "danger": DANGER,
    "dates": DATES,
    "followers": FOLLOWERS,
    "consignments": CONSIGNMENTS,
    "refusals": REFUSALS,
}
