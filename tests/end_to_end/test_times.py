"""From times as timetables and shops write them to the instants a match promises, around midnight and clock changes."""

from pathlib import Path

import pytest

from contracts.instants import format_instant
from contracts.match import ParcelMatched
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from tests.end_to_end.commands import PlanFolder, done, refused
from tests.workers.sources.gtfs.small_feed import stop_times, write_folder

FREIGHT = "area: vidzeme\nparcel_stops: all\noffers:\n  - compartments: [{name: hold, volume_l: 800}]\n"
DAILY = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "weekdays,1,1,1,1,1,1,1,20260101,20261231\n"
)
LISBON = "time_zone: Europe/Lisbon\n"


def words(
    folder: Path, *, leaves: str, arrives: str, date: str, ready: str, due: str, freight: str = ""
) -> list[object]:
    """A `plan` of one trip of a feed in Riga's time, and one parcel."""
    times = stop_times(f"out,{leaves}:00,{leaves}:00,V,1", f"out,{arrives}:00,{arrives}:00,A,2")
    feed = write_folder(folder / "feed", {**times, "calendar.txt": DAILY})
    (folder / "freight.yaml").write_text(freight + FREIGHT, encoding="utf-8")
    (folder / "parcels.csv").write_text(
        "parcel_id,origin_stop_id,destination_stop_id,ready_at,due_at,weight_g,volume_ml\n"
        f"P1,V,A,{ready},{due},1000,1000\n",
        encoding="utf-8",
    )
    return [
        "plan", "--gtfs", feed, "--freight", folder / "freight.yaml", "--parcels", folder / "parcels.csv",
        "--date", date, "--out", folder / "plan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trip", "date", "parcel", "freight", "promised"),
    [
        pytest.param(
            ("07:10", "09:20"), "2026-11-23", ("2026-11-23T06:30", "2026-11-23T12:00"), "",
            "06:55+02:00 | 23T07:10+02:00 -> 23T09:20+02:00 | 23T09:50+02:00",
            id="an ordinary morning",
        ),
        pytest.param(
            ("23:50", "25:10"), "2026-11-23", ("2026-11-23T20:00", "2026-11-24T06:00"), "",
            "23:35+02:00 | 23T23:50+02:00 -> 24T01:10+02:00 | 24T01:40+02:00",
            id="past midnight",
        ),
        pytest.param(
            ("00:05", "01:00"), "2026-11-23", ("2026-11-22T20:00", "2026-11-23T06:00"), "",
            "23:50+02:00 | 23T00:05+02:00 -> 23T01:00+02:00 | 23T01:30+02:00",
            id="handed in the evening before",
        ),
        pytest.param(
            ("02:30", "05:00"), "2026-03-29", ("2026-03-28T20:00", "2026-03-29T12:00"), "",
            "01:15+02:00 | 29T01:30+02:00 -> 29T05:00+03:00 | 29T05:30+03:00",
            id="over the hour that is left out",
        ),
        pytest.param(
            ("02:30", "03:30"), "2026-10-25", ("2026-10-24T20:00", "2026-10-25T12:00"), "",
            "03:15+03:00 | 25T03:30+03:00 -> 25T03:30+02:00 | 25T04:00+02:00",
            id="over the hour that comes twice",
        ),
        pytest.param(
            ("02:30", "03:30"), "2026-10-25", ("2026-10-25T03:10", "2026-10-25T12:00"), "",
            "03:15+03:00 | 25T03:30+03:00 -> 25T03:30+02:00 | 25T04:00+02:00",
            id="ready at a time that comes twice: the first",
        ),
        pytest.param(
            ("26:30", "29:00"), "2026-03-28", ("2026-03-28T20:00", "2026-03-29T12:00"), "",
            "02:15+02:00 | 29T02:30+02:00 -> 29T06:00+03:00 | 29T06:30+03:00",
            id="past midnight into a clock change",
        ),
        pytest.param(
            ("07:10", "09:20"), "2026-11-23", ("2026-11-23T04:30", "2026-11-23T12:00"), LISBON,
            "04:55Z | 23T05:10Z -> 23T07:20Z | 23T07:50Z",
            id="an area in another zone than the feed",
        ),
        pytest.param(
            ("01:00", "02:00"), "2026-11-23", ("2026-11-22T18:00", "2026-11-23T12:00"), LISBON,
            "22:45Z | 22T23:00Z -> 23T00:00Z | 23T00:30Z",
            id="on the day before in the area's zone",
        ),
    ],
)  # fmt: skip
def test_a_match_promises_the_instants_at_which_it_really_happens(
    tmp_path: Path, trip: tuple[str, str], date: str, parcel: tuple[str, str], freight: str, promised: str
) -> None:
    done(*words(tmp_path, leaves=trip[0], arrives=trip[1], date=date, ready=parcel[0], due=parcel[1], freight=freight))
    there = PlanFolder(tmp_path / "plan")
    (match,) = there.bodies(ParcelMatched)
    assert _text(match) == promised
    assert match.legs[0].service_date.isoformat() == date
    assert done("verify", there.path).out == "no violation in 1 decision\n"


def _text(match: ParcelMatched) -> str:
    (leg,) = match.legs
    hand_in, board, alight, collect = (
        format_instant(instant).replace(":00+", "+").replace(":00Z", "Z")[8:]
        for instant in (match.hand_in_by, leg.board_at, leg.alight_at, match.available_at)
    )
    return f"{hand_in[3:]} | {board} -> {alight} | {collect}"


@pytest.mark.parametrize(
    ("ready", "due", "reason"),
    [
        ("2026-10-25T03:10+02:00", "2026-10-25T12:00", UnmatchedReason.CUT_OFF_MISSED),
        ("2026-10-24T20:00", "2026-10-25T03:59", UnmatchedReason.DUE_TOO_EARLY),
        ("2026-10-24T20:00", "2026-10-25T03:59+02:00", UnmatchedReason.DUE_TOO_EARLY),
    ],
)
def test_the_second_of_two_equal_clock_times_is_an_hour_later(
    tmp_path: Path, ready: str, due: str, reason: UnmatchedReason
) -> None:
    """It leaves at 03:30 for the first time and can be collected at 04:00, after 03:30 for the second time."""
    done(*words(tmp_path, leaves="02:30", arrives="03:30", date="2026-10-25", ready=ready, due=due))
    (unmatched,) = PlanFolder(tmp_path / "plan").bodies(ParcelUnmatched)
    assert unmatched.reason is reason


def test_a_clock_time_that_does_not_exist_is_refused_with_its_row(tmp_path: Path) -> None:
    told = refused(
        *words(
            tmp_path,
            leaves="07:10",
            arrives="09:20",
            date="2026-03-29",
            ready="2026-03-29T03:30",
            due="2026-03-29T12:00",
        )
    )
    assert "parcels.csv:2: ready_at: " in told
    assert "does not exist in Europe/Riga: clocks are put forward over it" in told
    assert not (tmp_path / "plan").exists()
