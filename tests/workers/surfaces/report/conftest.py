"""One small plan that most of these tests look at."""

import pytest

from tests.workers.surfaces.report.planned import Planned, planned


@pytest.fixture
def valley() -> Planned:
    """Two trips that meet at the hub H; P4 finds no room, nobody asks for D, nobody may use X."""
    return planned(
        """
        now 2026-11-22 12:00
        area valley  zone Europe/Riga
        day 2026-11-23
        place A  at 57.0 25.0
        hub H  storage 500 l  at 57.2 25.4
        place C  at 57.1 25.9
        place D  at 57.3 25.6
        place X  no parcels  at 57.4 25.7
        place Z  at 57.5 25.1
        trip T1  A 07:00  H 08:00/08:05  C 09:00  hold 100 l 50 kg 10 pcs  hold 1-2 30 l  cool 20 l chilled
        trip T2  H 23:20  D 23:50/23:52  X 24:10  C 24:40  hold 200 l
        trip T3  D 10:00  A 11:00
        parcel P1  A -> C  ready 06:00  due 12:00  20 l 4 kg  value 6.50
        parcel P2  A -> H  ready 06:00  due 12:00  60 l 8 kg  value 7.50
        parcel P3  A -> C  ready 06:00  due 2026-11-24 12:00  5 l 1 kg  value 3.00
        parcel P4  A -> C  ready 06:00  due 12:00  90 l 9 kg  value 2.00
        parcel P5  Z -> C  ready 06:00  due 12:00  1 l 1 kg  value 2.00
        """,
        """
        P1: T1 A 07:00 -> C 09:00 | hand in 06:45, collect 09:30
        P2: T1 A 07:00 -> H 08:00 | hand in 06:45, collect 08:30
        P3: T1 A 07:00 -> H 08:00, T2 H 23:20 -> C 2026-11-24 00:40 | hand in 2026-11-22 22:00, collect 2026-11-24 06:00
        P4: CAPACITY_SOLD_OUT
        P5: NO_JOURNEY
        """,
    )
