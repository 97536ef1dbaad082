from pathlib import Path

import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import FILES, MONDAY, findings, only_finding, write_folder
from workers.errors import InputError
from workers.sources.gtfs.feed import read_feed

STOPS = FILES["stops.txt"]


def stops_with(row: str, *, header: str = "stop_id,stop_name,stop_lat,stop_lon") -> str:
    """The stops of the small feed, with one row changed."""
    return f"{header}\nV,Valmiera,57.5407,25.4275\n{row}\nP,Palsmane,57.3920,26.1830\nA,Alūksne,57.4220,27.0480\n"


def test_a_byte_order_mark_is_no_part_of_the_first_column(read: Read) -> None:
    with_mark = {name: "\ufeff" + text for name, text in FILES.items()}
    feed = read(with_mark)
    assert len(list(feed.trips_on(MONDAY))) == 2
    assert feed.findings == []


def test_lines_may_end_in_crlf(read: Read) -> None:
    with_crlf = {name: text.replace("\n", "\r\n") for name, text in FILES.items()}
    feed = read(with_crlf)
    assert list(feed.trips_on(MONDAY)) == list(read(FILES).trips_on(MONDAY))
    assert feed.findings == []


def test_lines_may_end_in_cr_alone(read: Read) -> None:
    assert read({"stops.txt": STOPS.replace("\n", "\r")}).stops == read({}).stops


def test_a_file_may_end_without_a_line_end_and_have_blank_lines(read: Read) -> None:
    feed = read({"stops.txt": "\n" + STOPS.replace("\nP", "\n\n\nP").rstrip("\n")})
    assert (feed.stops, feed.findings) == (read({}).stops, [])


def test_header_names_may_have_spaces_quotes_and_capitals(read: Read) -> None:
    header = '\ufeff"Stop_ID ", STOP_NAME,"stop_lat",  stop_lon '
    assert read({"stops.txt": stops_with("S,Smiltene,57.4240,25.9010", header=header)}).stops == read({}).stops


def test_columns_may_come_in_any_order_and_unknown_ones_are_ignored(read: Read) -> None:
    reordered = "colour,stop_lon,stop_id,stop_lat,stop_name\n" + "".join(
        f"red,{lon},{stop_id},{lat},{name}\n"
        for stop_id, name, lat, lon in (line.split(",") for line in STOPS.splitlines()[1:])
    )
    assert read({"stops.txt": reordered}).stops == read({}).stops


def test_fields_may_have_spaces_around_them(read: Read) -> None:
    assert read({"stops.txt": stops_with(" S , Smiltene ,57.4240 , 25.9010 ")}).stops == read({}).stops


def test_a_quoted_field_may_hold_commas_quotes_and_line_ends(read: Read) -> None:
    feed = read({"stops.txt": stops_with('S,"Smiltene, ""Centrs""\nosta",57.4240,25.9010')})
    assert feed.stops["S"].name == 'Smiltene, "Centrs"\nosta'
    assert findings(feed) == [
        "stops.txt:3: a quoted field runs on over the end of the line: is a closing quote missing?"
    ]


def test_a_row_shorter_than_the_header_has_blank_fields(read: Read) -> None:
    feed = read({"stops.txt": stops_with("S,Smiltene")})
    assert feed.stops["S"].name == "Smiltene"
    assert feed.stops["S"].lat is None
    assert only_finding(feed).code == "NO_COORDINATES"


def test_a_row_shorter_than_its_required_fields_is_reported(read: Read) -> None:
    feed = read({"trips.txt": "trip_id,route_id,service_id\nout,V12,weekdays\nback\n"})
    assert (
        findings(feed)[0]
        == "trips.txt:3: the trip back names the route '', which routes.txt does not have: it is skipped"
    )
    assert list(feed.trip_ids) == ["out"]


def test_a_row_longer_than_the_header_loses_what_is_beyond(read: Read) -> None:
    feed = read({"stops.txt": stops_with("S,Smiltene,57.4240,25.9010,more,yet more")})
    assert feed.stops == read({}).stops
    assert findings(feed) == ["stops.txt:3: the row has 6 fields but the header has 4: what is beyond is ignored"]


def test_the_first_of_two_columns_of_the_same_name_is_read(read: Read) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon,stop_name"
    feed = read({"stops.txt": stops_with("S,Smiltene,57.4240,25.9010,Other", header=header)})
    assert feed.stops["S"].name == "Smiltene"
    assert findings(feed) == ["stops.txt:1: has the column stop_name more than once: the first one is read"]


def test_a_missing_required_column_is_refused_with_the_columns_there_are(refusal: Refusal) -> None:
    error = refusal({"stops.txt": "id;name\nV;Valmiera\n"})
    assert str(error) == "stops.txt:1: has no column stop_id; its columns are: id;name"


@pytest.mark.parametrize("file", ["calendar_dates.txt", "frequencies.txt"])
def test_an_empty_file_that_the_feed_can_do_without_is_reported(read: Read, file: str) -> None:
    feed = read({file: ""})
    assert list(feed.trips_on(MONDAY)) == list(read({file: None}).trips_on(MONDAY))
    assert only_finding(feed).sentence == "the file is empty, without even a header"


def test_a_required_file_of_no_bytes_is_refused(refusal: Refusal) -> None:
    assert str(refusal({"routes.txt": ""})) == "routes.txt:1: the file is empty"


def test_a_missing_quote_that_swallows_the_file_is_refused_with_its_line(refusal: Refusal) -> None:
    error = refusal({"stops.txt": stops_with('S,"Smiltene,57.4,25.9') + "X,Place,57.0,25.0\n" * 20_000})
    assert error.file == "stops.txt"
    assert "is a closing quote missing?" in error.sentence


def test_a_missing_quote_that_swallows_a_few_rows_is_reported(read: Read) -> None:
    feed = read({"stops.txt": stops_with('S,"Smiltene,57.4,25.9')})
    assert "stops.txt:3: a quoted field runs on over the end of the line: is a closing quote missing?" in findings(feed)


def test_a_null_byte_is_refused_with_its_line(refusal: Refusal) -> None:
    error = refusal({"stops.txt": stops_with("S,Smil\0tene,57.4240,25.9010")})
    assert (error.file, error.line) == ("stops.txt", 3)
    assert "null byte" in error.sentence


def test_what_is_being_read_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    read_feed(write_folder(tmp_path, {}), on_progress=told.append)
    assert told == [f"reading {name}.txt" for name in ("agency", "stops", "routes", "calendar", "trips", "stop_times")]


# Encodings


def test_a_file_that_is_not_utf_8_is_refused_with_its_line_and_the_option(refusal: Refusal) -> None:
    error = refusal({"stops.txt": stops_with("S,Mežciems,57.4240,25.9010").encode("iso-8859-13")})
    assert str(error) == "stops.txt:3: is not UTF-8: name the encoding with --encoding, for example --encoding latin-1"


def test_the_line_of_the_first_bad_byte_is_found_far_into_a_file(refusal: Refusal) -> None:
    rows = "".join(f"X{number},Place {number},57.0,25.0\n" for number in range(100_000))
    error = refusal({"stops.txt": b"stop_id,stop_name,stop_lat,stop_lon\n" + rows.encode() + b"Y,M\xf8re,1,1\n"})
    assert error.line == 100_002


def test_a_file_that_is_not_utf_8_is_read_in_the_named_encoding(tmp_path: Path) -> None:
    stops = stops_with("S,Møre,57.4240,25.9010").replace("ū", "u").encode("latin-1")
    feed = read_feed(write_folder(tmp_path, {"stops.txt": stops}), encoding="latin-1")
    assert feed.stops["S"].name == "Møre"


def test_the_files_that_are_utf_8_are_read_as_such_whatever_encoding_is_named(tmp_path: Path) -> None:
    stops = stops_with("S,Møre,57.4240,25.9010").replace("ū", "u").encode("latin-1")
    feed = read_feed(write_folder(tmp_path, {"stops.txt": stops}), encoding="latin-1")
    assert feed.routes["V12"].long_name == "Valmiera - Alūksne"


def test_utf_16_can_be_named(tmp_path: Path) -> None:
    feed = read_feed(write_folder(tmp_path, {"stops.txt": STOPS.encode("utf-16")}), encoding="utf-16")
    assert feed.stops["A"].name == "Alūksne"


def test_a_file_that_is_not_in_the_named_encoding_either_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"stops.txt": stops_with("S,Møre,57.4240,25.9010").encode("utf-16")})
    with pytest.raises(InputError, match=r"stops\.txt:1: is neither UTF-8 nor ascii"):
        read_feed(folder, encoding="ascii")


@pytest.mark.parametrize("name", ["klingon", "", "hex", "rot13", "undefined"])
def test_a_name_that_is_no_text_encoding_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"--encoding: there is no text encoding '{name}'"):
        read_feed(write_folder(tmp_path, {}), encoding=name)
