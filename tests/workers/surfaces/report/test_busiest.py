"""The fullest stretches."""

from tests.workers.surfaces.report.planned import Planned, planned
from workers.surfaces.report.busiest import busiest_stretches
from workers.surfaces.report.loads import trip_loads


def stretches(told: Planned, count: int = 10) -> list[str]:
    found = busiest_stretches(trip_loads(told.facts).values(), count)
    return [
        f"{s.trip.trip_id} {s.trip.calls[s.from_call].stop_id}-{s.trip.calls[s.to_call].stop_id} "
        f"{s.compartment} {s.dimension.value} {s.used}/{s.offered}"
        for s in found
    ]


def test_the_fullest_stretch_of_each_trip_and_compartment_that_carries_something_comes_first(valley: Planned) -> None:
    assert stretches(valley) == ["T1 A-H hold volume_ml 85000/100000", "T2 H-C hold volume_ml 5000/200000"]
    assert stretches(valley, 1) == ["T1 A-H hold volume_ml 85000/100000"]


def test_neighbouring_segments_that_are_equally_full_are_one_stretch() -> None:
    told = planned(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place A
        place B
        place C
        place D
        trip T  A 07:00  B 08:00  C 09:00  D 10:00  hold 10 l
        parcel P1  B -> D  ready 06:00  due 12:00  5 l
        parcel P2  A -> B  ready 06:00  due 12:00  4 l
        """,
        """
        P1: T B 08:00 -> D 10:00 | hand in 08:00, collect 10:00
        P2: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
        """,
    )
    assert stretches(told) == ["T B-D hold volume_ml 5000/10000"]


def test_pieces_are_the_measure_where_they_are_the_tightest() -> None:
    told = planned(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place A
        place B
        trip T  A 07:00  B 08:00  hold 100 l 2 pcs
        parcel P1  A -> B  ready 06:00  due 12:00  5 l 2 pcs
        """,
        "P1: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00",
    )
    assert stretches(told) == ["T A-B hold pieces 2/2"]
