"""The feeds of ../shared/data, against counts computed another way."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workers.errors import InputError
from workers.sources.gtfs.feed import Feed, read_feed

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def rows(feed: Path, file: str, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    """A table of a feed, as plainly as can be; empty without the file."""
    if feed.is_dir():
        yield from csv.DictReader(io.StringIO((feed / file).read_text(encoding)) if (feed / file).exists() else [])
        return
    with zipfile.ZipFile(feed) as archive:
        if file in archive.namelist():
            yield from csv.DictReader(io.StringIO(archive.read(file).decode(encoding)))


def running(feed: Path, day: date) -> dict[str, int]:
    """The number of stop times of each trip that runs on a day, by the letter of the feed."""
    digits = f"{day:%Y%m%d}"
    services = {
        row["service_id"]
        for row in rows(feed, "calendar.txt")
        if row["start_date"] <= digits <= row["end_date"] and row[WEEKDAYS[day.weekday()]] == "1"
    }
    for row in rows(feed, "calendar_dates.txt"):
        if row["date"] == digits:
            (services.add if row["exception_type"] == "1" else services.discard)(row["service_id"])
    trips = {row["trip_id"] for row in rows(feed, "trips.txt") if row["service_id"] in services}
    return Counter(row["trip_id"] for row in rows(feed, "stop_times.txt") if row["trip_id"] in trips)


def calls(feed: Feed, day: date) -> dict[str, int]:
    return {trip.trip_id: len(trip.calls) for trip in feed.trips_on(day)}


@pytest.mark.parametrize(
    "name",
    [
        "zakroczym/gtfs.zip",
        "redding/raba.zip",
        "transcollines/transcollines-qc-ca.zip",
        "transcollines/transcollines-qc-ca-cityway.zip",
        "transcollines/history/2020-07-09_3516cb4.zip",
        "transcollines/history/2021-09-08_e48669d.zip",
        "transcollines/history/2023-01-18_9492af9.zip",
        "transcollines/history/2024-07-05_a2d5867.zip",
        "transcollines/history/2025-04-08_3cdc34d.zip",
        "transcollines/history/2025-05-16_57bcd76.zip",
        "transcollines/history/2026-04-16_d8655f2.zip",
    ],
)
def test_a_sound_feed_is_read_whole(shared_data: Path, name: str) -> None:
    path = shared_data / name
    feed = read_feed(path)
    assert feed.findings == []
    assert feed.stops.keys() == {row["stop_id"] for row in rows(path, "stops.txt")}
    assert set(feed.trip_ids) == {row["trip_id"] for row in rows(path, "trips.txt")}
    dates = feed.service_dates()
    for day in (dates[0], dates[len(dates) // 2], dates[-1]):
        assert calls(feed, day) == running(path, day) != {}


def test_every_version_in_the_history_is_covered(shared_data: Path) -> None:
    assert len(list((shared_data / "transcollines" / "history").glob("*.zip"))) == 8


def test_a_publication_without_trips_is_refused_by_name(shared_data: Path) -> None:
    with pytest.raises(InputError, match=r"2023-05-11_6f36180\.zip: the feed has no trips\.txt$"):
        read_feed(shared_data / "transcollines" / "history" / "2023-05-11_6f36180.zip")


def test_nord_trondelag_is_read_in_the_encoding_of_its_stops(shared_data: Path) -> None:
    path = shared_data / "nord-trondelag"
    feed = read_feed(path, encoding="latin-1")
    day = date(2019, 1, 2)
    assert calls(feed, day) == running(path, day)
    assert len(list(feed.trips_on(day))) == 832
    assert feed.stops["16242135"].name == "Olsøya"
    assert (len(feed.stops), len(feed.trip_ids)) == (3693, 1098)
    assert feed.findings == []


def test_nord_trondelag_without_an_encoding_is_refused_with_the_line_and_the_option(shared_data: Path) -> None:
    with pytest.raises(InputError, match=r"^stops\.txt:2: is not UTF-8: name the encoding with --encoding"):
        read_feed(shared_data / "nord-trondelag")


def test_nord_trondelag_runs_past_midnight(shared_data: Path) -> None:
    feed = read_feed(shared_data / "nord-trondelag", encoding="latin-1")
    late = {
        (trip.trip_id, call.stop_sequence): call.departure_s
        for day in feed.service_dates()
        for trip in feed.trips_on(day)
        for call in trip.calls
        if max(call.arrival_s, call.departure_s) >= 86_400
    }
    given = {
        (row["trip_id"], int(row["stop_sequence"])): row["departure_time"]
        for row in rows(shared_data / "nord-trondelag", "stop_times.txt")
        if row["departure_time"] >= "24" or row["arrival_time"] >= "24"
    }
    assert len(given) == 36
    assert {key: f"{seconds // 3600}:{seconds // 60 % 60:02}:00" for key, seconds in late.items()} == given


def test_kodis_is_read_whole_but_for_the_trips_that_go_back_in_time(shared_data: Path) -> None:
    path, day = shared_data / "kodis" / "gtfs.zip", date(2018, 10, 19)
    feed = read_feed(path)
    back_in_time = {"720252", "723881", "723886", "723953"}
    expected = running(path, day)
    assert (len(expected), sum(expected.values())) == (8_696, 138_910)
    assert calls(feed, day) == {trip_id: count for trip_id, count in expected.items() if trip_id not in back_in_time}
    assert len(feed.agencies) == 29
    assert {(finding.file, finding.code, finding.count) for finding in feed.findings} == {
        ("stops.txt", "NO_COORDINATES", 2_876),
        ("calendar_dates.txt", "BAD_EXCEPTION", 2_124),
        ("stop_times.txt", "BACK_IN_TIME", 4),
    }
