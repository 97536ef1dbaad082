import random
from pathlib import Path

from tests.workers.sources.gtfs.conftest import Read
from tests.workers.sources.gtfs.small_feed import FILES, MONDAY, stop_times, write_folder
from workers.errors import InputError
from workers.sources.gtfs.feed import read_feed


def test_call_patterns_are_the_distinct_stop_sequences_of_each_route(read: Read) -> None:
    feed = read(
        {
            "routes.txt": "route_id,route_short_name,route_type\nV12,12,3\nV13,13,3\nV14,14,3\n",
            "trips.txt": "trip_id,route_id,service_id\n"
            "t1,V12,weekdays\nt2,V12,weekdays\nt3,V12,weekdays\nt4,V13,weekdays\n",
        }
        | stop_times(
            "t1,07:00:00,,V,1",
            "t1,08:00:00,,S,2",
            "t2,09:00:00,,V,5",
            "t2,10:00:00,,S,6",
            "t3,11:00:00,,S,1",
            "t3,12:00:00,,V,2",
            "t4,07:00:00,,S,1",
            "t4,08:00:00,,P,2",
        )
    )
    assert feed.call_patterns() == {"V12": [("V", "S"), ("S", "V")], "V13": [("S", "P")]}


def test_the_same_feed_gives_the_same_trips_every_time(read: Read) -> None:
    feed = read({})
    assert list(feed.trips_on(MONDAY)) == list(feed.trips_on(MONDAY)) == list(read({}).trips_on(MONDAY))


def test_a_sound_feed_has_no_findings(read: Read) -> None:
    assert read({}).findings == []


def test_whatever_is_damaged_in_a_file_the_feed_is_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    frequencies = "trip_id,start_time,end_time,headway_secs\nback,06:00:00,08:00:00,3600\n"
    files = {**FILES, "frequencies.txt": frequencies, "calendar_dates.txt": "service_id,date,exception_type\n"}
    refusals: list[InputError] = []
    for _ in range(400):
        name = chance.choice(list(files))
        text = bytearray(files[name].encode())
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(text))
            text[start : start + chance.randint(0, 3)] = chance.choice(
                (b"", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"-", b"9", b"99999999999", b"\xef\xbb\xbf", b" ")
            )
        try:
            feed = read_feed(write_folder(tmp_path, {**files, name: bytes(text)}), encoding="latin-1")
            for day in feed.service_dates()[:10]:
                assert all(len(trip.calls) >= 2 for trip in feed.trips_on(day))
        except InputError as error:
            refusals.append(error)
    assert 20 < len(refusals) < 380
    assert all(error.file is not None and error.sentence for error in refusals)
