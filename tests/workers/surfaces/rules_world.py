"""One plan with a locker, a stop where the receiver meets the bus, goods of all kinds, a crate and a consignment."""

from tests.workers.surfaces.report.planned import Planned, planned

RULES = """
    now 2026-11-22 12:00
    area vidzeme  zone Europe/Riga
    goods chilled  outside 20 min
    day 2026-11-23
    place A  cut_off 10  locker S 10 l x2, M 40 l  collect 24 h  classes ambient chilled
    hub H  transfer 10  storage 500 l  longest_wait 2 h  locker S 10 l x4
    place V  meeting fallback B reserves
    place B  release 30  zone Z  classes ambient chilled
    zone Z  electric bicycle  Mo-Sa 05:00-11:00  from 2026-12-01  exempt vtu
    trip T1  A 07:00  H 07:30/07:35  V 08:00  B 08:30  hold 100 l  cool 20 l chilled  danger paint 3 20 kg
    trip T2  H 08:00  B 09:00
    trip T3  B 12:00  A 13:00
    parcel P1  A -> B  ready 06:00  due 12:00  8 l 4 kg  dangerous 3 2 kg UN1263
    parcel P2  A -> V  ready 06:00  due 12:00  5 l 2 kg  consignment C1 2 together
    parcel P3  A -> V  ready 06:00  due 12:00  5 l 2 kg  consignment C1 2 together
    parcel P4  B -> A  ready 06:00  due 18:00  5 l 1 kg  after P1 gap 30
    parcel P5  A -> B  ready 06:00  due 12:00  5 l 1 kg chilled
"""
DECIDED = """
    P1: T1 A 07:00 -> H 07:30, T2 H 08:00 -> B 09:00 | hand in 06:50, collect 09:30, lockers A/M H/S
    P2: T1 A 07:00 -> V 08:00 | hand in 06:50, collect 08:00, lockers A/S
    P3: T1 A 07:00 -> V 08:00 | hand in 06:50, collect 08:00, lockers A/S
    P4: T3 B 12:00 -> A 13:00 | hand in 12:00, collect 13:00, lockers A/S
    P5: WAITS_FOR_PARCEL
"""


def rules_planned() -> Planned:
    """The plan."""
    return planned(RULES, DECIDED)
