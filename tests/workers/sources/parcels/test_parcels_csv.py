from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.envelope import from_line, to_line
from contracts.parcel import ParcelRequested
from tests.workers.sources.parcels.parcel_file import HEADER, ROW, parcels, reader, write
from workers.errors import InputError
from workers.sources.findings import Findings
from workers.sources.parcels_csv import BadRowsError, parcel_events
from workers.sources.publication.stamp import Stamp, numbered_ids
from workers.sources.write_parcels import parcels_csv

WITH_VALUE = f"{HEADER},value_millis"


def faults(folder: Path, *rows: str, header: str = HEADER) -> list[str]:
    """The lines of the error, without the name of the file."""
    with pytest.raises(InputError) as caught:
        parcels(folder, *rows, header=header)
    return [line.removeprefix(f"{folder / 'parcels.csv'}:") for line in str(caught.value).splitlines()]


def test_a_row_with_the_required_columns_has_the_defaults_of_the_contract(tmp_path: Path) -> None:
    (parcel,) = parcels(tmp_path, ROW)

    assert parcel.model_dump(mode="json") == {
        "parcel_id": "P-1", "shipper_id": None, "reference": None, "origin_stop_id": "V", "destination_stop_id": "A",
        "ready_at": "2026-11-23T06:30:00+02:00", "due_at": "2026-11-23T12:00:00+02:00", "weight_g": 4200,
        "volume_ml": 18000, "pieces": 1, "longest_side_mm": 0, "handling_class": "ambient", "value_millis": 6286,
        "dangerous": None, "after_parcel_id": None, "after_gap_s": 0, "consignment": None,
    }  # fmt: skip


def test_columns_come_in_any_order(tmp_path: Path) -> None:
    backwards = ",".join(reversed(HEADER.split(","))), ",".join(reversed(ROW.split(",")))

    assert parcels(tmp_path, backwards[1], header=backwards[0]) == parcels(tmp_path, ROW)


def test_every_column_is_read(tmp_path: Path) -> None:
    (parcel,) = parcels(
        tmp_path,
        f"{ROW},bakery-3,order 8812,2,420,chilled,6500",
        header=f"{HEADER},shipper_id,reference,pieces,longest_side_mm,handling_class,value_millis",
    )

    assert (parcel.shipper_id, parcel.reference, parcel.pieces, parcel.longest_side_mm) == (
        "bakery-3", "order 8812", 2, 420,
    )  # fmt: skip
    assert (parcel.handling_class, parcel.value_millis) == ("chilled", 6500)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\r\n{ROW}\r\n",
        f"{HEADER}\r{ROW}\r",
        f"\ufeff{HEADER}\n{ROW}",
        f"{HEADER}\n\n , \n{ROW}\n\n".replace(" , ", "," * 6),
        f"{HEADER}\n{ROW}\n".replace(",", ";"),
        f"{HEADER}\n{ROW}\n".replace(",", " , "),
        "".join(f'"{line.replace(",", chr(34) + "," + chr(34))}"\n' for line in (HEADER, ROW)),
    ],
    ids=["crlf", "cr", "byte order mark", "blank lines", "semicolons", "spaces", "quotes"],
)
def test_files_as_spreadsheets_write_them_are_read(tmp_path: Path, content: str) -> None:
    assert reader().read(write(tmp_path, content), Findings()) == parcels(tmp_path, ROW)


def test_a_platform_is_read_as_its_place(tmp_path: Path) -> None:
    assert parcels(tmp_path, ROW.replace(",V,", ",V2,"))[0].origin_stop_id == "V"


def test_a_stop_nobody_published_is_no_error(tmp_path: Path) -> None:
    assert parcels(tmp_path, ROW.replace(",V,", ",nowhere,"))[0].origin_stop_id == "nowhere"


def test_a_missing_value_is_the_tariff_for_weight_and_straight_line_distance(tmp_path: Path) -> None:
    findings = Findings()
    (parcel,) = parcels(tmp_path, ROW, findings=findings)

    assert parcel.value_millis == 3500 + (200 * 4200 + 20 * 97_300) // 1000
    assert findings.all() == []


def test_a_missing_value_without_a_known_distance_is_a_finding(tmp_path: Path) -> None:
    findings = Findings()
    rows = [ROW.replace(",V,", ",S,"), ROW.replace(",V,", ",S,").replace("P-1", "P-2")]

    assert [parcel.value_millis for parcel in parcels(tmp_path, *rows, findings=findings)] == [4340, 4340]
    (finding,) = findings.all()
    assert (finding.line, finding.code, finding.count) == (2, "VALUE_WITHOUT_DISTANCE", 2)


def test_a_value_of_zero_is_a_value(tmp_path: Path) -> None:
    assert parcels(tmp_path, f"{ROW},0", header=WITH_VALUE)[0].value_millis == 0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("P-1", "", "2: parcel_id: is empty."),
        (",V,", ",,", "2: origin_stop_id: is empty."),
        (",4200,", ",,", "2: weight_g: is empty."),
        (",4200,", ",-1,", "2: weight_g: '-1' is not a whole number such as 4200."),
        (",4200,", ",4.2,", "2: weight_g: '4.2' is not a whole number such as 4200."),
        (",4200,", ",heavy,", "2: weight_g: 'heavy' is not a whole number such as 4200."),
        (",4200,", ",٤٢,", "2: weight_g: '٤٢' is not a whole number such as 4200."),
        (",4200,", ",2000000001,", "2: weight_g: 2000000001 is more than 2000000000."),
        (",4200,", f",{'9' * 5000},", f"2: weight_g: {'9' * 5000} is more than 2000000000."),
        (",A,", ",V,", "2: origin and destination are the same stop."),
        (",A,", ",V1,", "2: origin and destination are the same stop."),
        ("T12:00", "T06:30", "2: ready_at must be earlier than due_at."),
        ("T06:30", "T25:00", "2: ready_at: hour must be in 0..23."),
        ("2026-11-23T06:30", "tomorrow",
         "2: ready_at: 'tomorrow' is not a time such as 2026-11-23T06:30 or 2026-11-23T06:30:00+02:00."),
        ("2026-11-23T06:30", "0001-01-01T00:00", "2: ready_at: '0001-01-01T00:00' is not between 1970 and 2199."),
        (",18000", "", "2: the row does not have as many cells as the header."),
        (",18000", ",18000,1", "2: the row does not have as many cells as the header."),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_line_and_column(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert faults(tmp_path, ROW.replace(old, new)) == [expected]


def test_every_bad_row_is_named_not_only_the_first(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("P-1", "P-2").replace("4200", "x").replace("18000", "y"), ROW.replace("P-1", "P-3"),
            ROW.replace("P-1", "P-4").replace(",A,", ",,")]  # fmt: skip

    assert faults(tmp_path, *rows) == [
        "3: weight_g: 'x' is not a whole number such as 4200.",
        "3: volume_ml: 'y' is not a whole number such as 4200.",
        "5: destination_stop_id: is empty.",
    ]


def test_bad_rows_end_a_command_as_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadRowsError) as caught:
        parcels(tmp_path, ROW.replace("4200", "x"))

    assert (caught.value.exit_code, caught.value.line, caught.value.field) == (2, 2, "weight_g")


def test_a_parcel_id_is_there_once(tmp_path: Path) -> None:
    assert faults(tmp_path, ROW, ROW.replace("P-1", "P-2"), ROW) == ["4: parcel_id: 'P-1' is in line 2 already."]


def test_the_line_of_a_row_is_where_it_begins(tmp_path: Path) -> None:
    header = f"{HEADER},reference"

    assert faults(
        tmp_path, f'{ROW},"two\nlines"', f"{ROW.replace('P-1', 'P-2').replace('4200', 'x')},", header=header
    ) == ["4: weight_g: 'x' is not a whole number such as 4200."]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (HEADER.replace("weight_g", "weight_kg"), "1: weight_kg: there is no such column; did you mean weight_g?"),
        (f"{HEADER},colour", "1: colour: there is no such column; there are parcel_id, shipper_id, reference,"),
        (HEADER.replace(",volume_ml", ""), "1: volume_ml: the column is missing."),
        (f"{HEADER},weight_g", "1: weight_g: the column is there twice."),
        (f"{HEADER},", "1: column 8: there is no such column;"),
    ],
)
def test_a_wrong_column_is_named(tmp_path: Path, header: str, expected: str) -> None:
    assert faults(tmp_path, ROW, header=header)[0].startswith(expected)


def test_an_empty_file_is_refused_with_the_header_it_should_have(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"parcels\.csv:1: has no header row; it begins with parcel_id,"):
        reader().read(write(tmp_path, ""), Findings())


def test_a_file_with_a_header_only_asks_for_nothing(tmp_path: Path) -> None:
    assert parcels(tmp_path) == []


def test_a_file_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path) -> None:
    content = f"{HEADER}\n{ROW}\n{ROW.replace('P-1', 'Zürich')}\n".encode("latin-1")

    with pytest.raises(InputError, match=r"parcels\.csv:3: is not UTF-8"):
        reader().read(write(tmp_path, content), Findings())


def test_an_open_quote_is_refused_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"parcels\.csv:3: cannot be read as CSV: .*closing quote"):
        reader().read(write(tmp_path, f'{HEADER}\n"{ROW}\n{ROW}'), Findings())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        reader().read(tmp_path / "absent.csv", Findings())


def test_each_request_is_an_event_of_its_shipper(tmp_path: Path) -> None:
    asked = parcels(tmp_path, f"{ROW},bäckerei 3", f"{ROW.replace('P-1', 'P-2')},", header=f"{HEADER},shipper_id")
    events = parcel_events(asked, Stamp("vidzeme", datetime(2026, 11, 22, tzinfo=UTC), numbered_ids("test")))

    assert [event.source for event in events] == [
        "urn:ridealong:shipper:b%C3%A4ckerei%203", "urn:ridealong:shipper:unnamed",
    ]  # fmt: skip
    assert [event.subject for event in events] == ["P-1", "P-2"]
    assert [from_line(to_line(event)) for event in events] == events


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    asked = [
        ParcelRequested(
            parcel_id="P,1", shipper_id=None, reference='say "hi"', origin_stop_id="V", destination_stop_id="Ā",
            ready_at=datetime(2026, 11, 22, tzinfo=UTC), due_at=datetime(2026, 11, 23, tzinfo=UTC), weight_g=0,
            volume_ml=1, pieces=0, longest_side_mm=3, handling_class="chilled", value_millis=4,
        )
    ]  # fmt: skip

    assert reader().read(write(tmp_path, parcels_csv(asked)), Findings()) == asked
