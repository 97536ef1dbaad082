import zipfile
from pathlib import Path

import pytest

from tests.workers.sources.gtfs.conftest import Refusal
from tests.workers.sources.gtfs.small_feed import FILES, MONDAY, write_folder, write_zip
from workers.errors import InputError
from workers.sources.gtfs.feed import Feed, read_feed


def trips(feed: Feed) -> list[str]:
    return [trip.trip_id for trip in feed.trips_on(MONDAY)]


def test_a_zip_and_a_folder_of_the_same_files_are_the_same_feed(tmp_path: Path) -> None:
    folder = read_feed(write_folder(tmp_path / "folder", {}))
    zipped = read_feed(write_zip(tmp_path / "feed.zip", {}))
    assert list(folder.trips_on(MONDAY)) == list(zipped.trips_on(MONDAY))
    assert (folder.stops, folder.routes, folder.agencies) == (zipped.stops, zipped.routes, zipped.agencies)
    assert trips(zipped) == ["out", "back"]


def test_a_feed_may_lie_in_a_folder_inside_the_zip(tmp_path: Path) -> None:
    assert trips(read_feed(write_zip(tmp_path / "feed.zip", {}, inside="export/gtfs/"))) == ["out", "back"]


def test_a_feed_may_lie_one_folder_further_in(tmp_path: Path) -> None:
    write_folder(tmp_path / "download" / "gtfs", {})
    assert trips(read_feed(tmp_path / "download")) == ["out", "back"]


def test_junk_entries_of_a_zip_are_ignored(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", {}, inside="gtfs/")
    with zipfile.ZipFile(path, "a") as archive:
        for junk in (
            "__MACOSX/stops.txt",
            "__MACOSX/gtfs/._trips.txt",
            ".DS_Store",
            "gtfs/.DS_Store",
            "gtfs/.trips.txt",
        ):
            archive.writestr(junk, b"\0\1\2")
        archive.mkdir("empty")
    assert trips(read_feed(path)) == ["out", "back"]


def test_junk_beside_a_folder_of_files_is_ignored(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "feed", {})
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "stops.txt").write_bytes(b"\0")
    (folder / ".DS_Store").write_bytes(b"\0")
    assert trips(read_feed(folder)) == ["out", "back"]


def test_a_zip_made_with_backslashes_is_read(tmp_path: Path) -> None:
    assert trips(read_feed(write_zip(tmp_path / "feed.zip", {}, inside="gtfs\\"))) == ["out", "back"]


def test_file_names_may_be_upper_case(tmp_path: Path) -> None:
    renamed = {"STOPS.TXT": FILES["stops.txt"], "stops.txt": None}
    assert trips(read_feed(write_folder(tmp_path / "feed", renamed))) == ["out", "back"]


def test_two_feeds_in_one_zip_are_refused_by_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", {}, inside="north/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("south/stops.txt", "stop_id\nX\n")
    with pytest.raises(InputError, match=r"several feeds in it \(north, south\)"):
        read_feed(path)


@pytest.mark.parametrize("file", ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_feed_without_a_required_file_is_refused_by_its_name(refusal: Refusal, file: str) -> None:
    assert refusal({file: None}).sentence == f"the feed has no {file}"


def test_a_feed_without_any_calendar_is_refused(refusal: Refusal) -> None:
    assert refusal({"calendar.txt": None}).sentence == "the feed has no calendar.txt or calendar_dates.txt"


def test_every_missing_file_is_named(refusal: Refusal) -> None:
    assert refusal({"agency.txt": None, "trips.txt": None}).sentence == "the feed has no agency.txt, no trips.txt"


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.zip: does not exist"):
        read_feed(tmp_path / "nowhere.zip")


def test_a_name_too_long_for_the_file_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        read_feed(tmp_path / ("x" * 5000))


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    path.write_text("stop_id,stop_name\n")
    with pytest.raises(InputError, match=r"feed\.zip: is neither a folder nor a zip"):
        read_feed(path)


def test_a_folder_without_gtfs_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    with pytest.raises(InputError, match="has no GTFS files in it"):
        read_feed(tmp_path)


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", {})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="is neither a folder nor a zip that can be read"):
        read_feed(path)


def test_every_damaged_byte_of_a_zip_is_refused_or_does_no_harm(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", {})
    sound = path.read_bytes()
    refused = 0
    for position in range(0, len(sound), 7):
        path.write_bytes(sound[:position] + bytes([sound[position] ^ 0xFF]) + sound[position + 1 :])
        try:
            assert trips(read_feed(path)) == ["out", "back"]
        except InputError:
            refused += 1
    assert refused > 10


def test_a_damaged_member_of_a_zip_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in FILES.items():
            archive.writestr(name, text.encode())
    path.write_bytes(path.read_bytes().replace(b"Smiltene", b"SMILTENE"))
    with pytest.raises(InputError, match=r"stops\.txt: cannot be read from .*CRC"):
        read_feed(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", {})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + offset] |= 1  # the flag that says so
            position = content.find(signature, position + 4)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"agency\.txt: cannot be read from .*encrypted"):
        read_feed(path)
