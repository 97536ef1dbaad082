from pathlib import Path

import pytest

from contracts.instants import format_instant
from tests.workers.sources.parcels.parcel_file import ROW, parcels
from workers.errors import InputError


@pytest.mark.parametrize(
    ("time_zone", "written", "expected"),
    [
        ("Europe/Riga", "2026-11-23T06:30", "2026-11-23T06:30:00+02:00"),
        ("Europe/Riga", "2026-11-23 06:30", "2026-11-23T06:30:00+02:00"),
        ("Europe/Riga", "2026-11-23T06:30:15", "2026-11-23T06:30:15+02:00"),
        ("Europe/Riga", "2026-07-01T06:30", "2026-07-01T06:30:00+03:00"),
        ("Europe/Lisbon", "2026-11-23T06:30", "2026-11-23T06:30:00Z"),
        ("Europe/Riga", "2026-11-23T06:30:00Z", "2026-11-23T06:30:00Z"),
        ("Europe/Riga", "2026-11-23T06:30-05:00", "2026-11-23T06:30:00-05:00"),
        # Clocks in Riga go from 03:00 to 04:00 ...
        ("Europe/Riga", "2026-03-29T02:59", "2026-03-29T02:59:00+02:00"),
        ("Europe/Riga", "2026-03-29T04:00", "2026-03-29T04:00:00+03:00"),
        ("Europe/Riga", "2026-03-29T03:30:00+02:00", "2026-03-29T03:30:00+02:00"),
        # ... and from 04:00 back to 03:00: what is read twice means the first time.
        ("Europe/Riga", "2026-10-25T02:59", "2026-10-25T02:59:00+03:00"),
        ("Europe/Riga", "2026-10-25T03:00", "2026-10-25T03:00:00+03:00"),
        ("Europe/Riga", "2026-10-25T03:59", "2026-10-25T03:59:00+03:00"),
        ("Europe/Riga", "2026-10-25T04:00", "2026-10-25T04:00:00+02:00"),
        ("Europe/Lisbon", "2026-10-25T01:30", "2026-10-25T01:30:00+01:00"),
    ],
)
def test_times_without_offset_are_local_to_the_area(
    tmp_path: Path, time_zone: str, written: str, expected: str
) -> None:
    row = ROW.replace("2026-11-23T06:30", written).replace("2026-11-23T12:00", "2027-01-01T12:00")

    assert format_instant(parcels(tmp_path, row, time_zone=time_zone)[0].ready_at) == expected


@pytest.mark.parametrize(
    ("time_zone", "written"),
    [
        ("Europe/Riga", "2026-03-29T03:00"),
        ("Europe/Riga", "2026-03-29T03:59:59"),
        ("Europe/Lisbon", "2026-03-29T01:30"),
        ("America/Toronto", "2026-03-08T02:30"),
    ],
)
def test_a_local_time_that_does_not_exist_is_an_error(tmp_path: Path, time_zone: str, written: str) -> None:
    with pytest.raises(InputError, match=f"2: ready_at: .* does not exist in {time_zone}: clocks are put forward"):
        parcels(tmp_path, ROW.replace("2026-11-23T06:30", written), time_zone=time_zone)


def test_the_repeated_hour_is_told_apart_by_its_offset(tmp_path: Path) -> None:
    row = ROW.replace("2026-11-23T06:30", "2026-10-25T03:50+03:00").replace(
        "2026-11-23T12:00", "2026-10-25T03:10+02:00"
    )
    (parcel,) = parcels(tmp_path, row)

    assert (parcel.due_at - parcel.ready_at).total_seconds() == 20 * 60
