"""The columns of parcels.csv for dangerous goods, returns and consignments."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.goods import Dangerous
from contracts.parcel import Bond, Consignment, ParcelRequested
from tests.workers.sources.parcels.parcel_file import HEADER, ROW, parcels, reader, write
from tests.workers.sources.parcels.test_parcels_csv import faults
from workers.sources.findings import Findings
from workers.sources.write_parcels import parcels_csv

DANGEROUS = "dangerous_un,dangerous_class,dangerous_packing_group,dangerous_gross_g"
AFTER = "after_parcel_id,after_gap_s"
CONSIGNMENT = "consignment_id,consignment_parcels,consignment_bond"


def faults_of(folder: Path, columns: str, cells: str) -> list[str]:
    """The lines of the error about one row with these columns besides."""
    return faults(folder, f"{ROW},{cells}", header=f"{HEADER},{columns}")


@pytest.mark.parametrize("un_number", ["1263", "UN1263", "UN 1263"])
def test_dangerous_goods_are_told_by_number_class_group_and_mass(tmp_path: Path, un_number: str) -> None:
    (parcel,) = parcels(tmp_path, f"{ROW},{un_number},3,III,4100", header=f"{HEADER},{DANGEROUS}")

    assert parcel.dangerous == Dangerous(un_number="1263", danger_class="3", packing_group="III", gross_g=4100)


def test_a_packing_group_may_be_missing(tmp_path: Path) -> None:
    (parcel,) = parcels(tmp_path, f"{ROW},3480,9,,900", header=f"{HEADER},{DANGEROUS}")

    assert parcel.dangerous is not None
    assert parcel.dangerous.packing_group is None


def test_a_parcel_may_come_after_another_with_a_gap_or_without(tmp_path: Path) -> None:
    rows = [f"{ROW},P-9,3600", f"{ROW.replace('P-1', 'P-2')},P-9,"]
    first, second = parcels(tmp_path, *rows, header=f"{HEADER},{AFTER}")

    assert (first.after_parcel_id, first.after_gap_s) == ("P-9", 3600)
    assert (second.after_parcel_id, second.after_gap_s) == ("P-9", 0)


def test_parcels_may_belong_together(tmp_path: Path) -> None:
    findings = Findings()
    rows = [f"{ROW},C-1,2,together", f"{ROW.replace('P-1', 'P-2')},C-1,2,together"]
    both = parcels(tmp_path, *rows, header=f"{HEADER},{CONSIGNMENT}", findings=findings)

    assert {parcel.consignment for parcel in both} == {Consignment(consignment_id="C-1", parcels=2, bond=Bond.TOGETHER)}
    assert findings.all() == []


def test_columns_that_are_there_but_empty_say_nothing(tmp_path: Path) -> None:
    columns = f"{DANGEROUS},{AFTER},{CONSIGNMENT},recurs_on,recurs_until"

    assert parcels(tmp_path, f"{ROW}{',' * 11}", header=f"{HEADER},{columns}") == parcels(tmp_path, ROW)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("126,3,III,4100", ["2: dangerous_un: '126' is not a UN number of four digits such as 1263."]),
        ("1263,three,III,4100", ["2: dangerous_class: 'three' is not a class of dangerous goods such as 3, 4.1 or 1.4S."]),
        ("1263,3,3,4100", ["2: dangerous_packing_group: '3' is not one of I, II, III."]),
        ("1263,3,III,0", ["2: dangerous_gross_g: 0 is not from 1 to 30000: packages of limited quantities weigh no more."]),
        ("1263,3,III,30001",
         ["2: dangerous_gross_g: 30001 is not from 1 to 30000: packages of limited quantities weigh no more."]),
        ("1263,,,", ["2: dangerous_class: is empty, but dangerous_un is filled.",
                     "2: dangerous_gross_g: is empty, but dangerous_un is filled."]),
        (",,II,", ["2: dangerous_un: is empty, but dangerous_packing_group is filled.",
                   "2: dangerous_class: is empty, but dangerous_packing_group is filled.",
                   "2: dangerous_gross_g: is empty, but dangerous_packing_group is filled."]),
    ],
)  # fmt: skip
def test_a_mistake_about_dangerous_goods_is_named(tmp_path: Path, cells: str, expected: list[str]) -> None:
    assert faults_of(tmp_path, DANGEROUS, cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("P-1,", "2: a parcel cannot come after itself."),
        (",60", "2: after_parcel_id: is empty, but after_gap_s is filled."),
        ("P-2,1h", "2: after_gap_s: '1h' is not a whole number such as 4200."),
        (f"{'P' * 201},", "2: after_parcel_id: String should have at most 200 characters."),
    ],
)
def test_a_mistake_about_what_comes_first_is_named(tmp_path: Path, cells: str, expected: str) -> None:
    assert faults_of(tmp_path, AFTER, cells) == [expected]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("C-1,1,together", "2: consignment_parcels: 1 is not from 2 to 50."),
        ("C-1,51,together", "2: consignment_parcels: 51 is not from 2 to 50."),
        ("C-1,2,loose", "2: consignment_bond: 'loose' is not one of together, all_or_none."),
        ("C-1,2,", "2: consignment_bond: is empty, but consignment_id is filled."),
        (",2,together", "2: consignment_id: is empty, but consignment_parcels is filled."),
        (f"{'C' * 201},2,together", "2: consignment_id: String should have at most 200 characters."),
    ],
)
def test_a_mistake_about_a_consignment_is_named(tmp_path: Path, cells: str, expected: str) -> None:
    assert faults_of(tmp_path, CONSIGNMENT, cells) == [expected]


def test_a_consignment_with_too_few_or_too_many_parcels_is_a_finding(tmp_path: Path) -> None:
    findings = Findings()
    rows = [f"{ROW},C-1,3,together"] + [
        f"{ROW.replace('P-1', parcel_id)},{consignment}"
        for parcel_id, consignment in (("P-2", "C-1,3,together"), ("P-3", "C-2,2,all_or_none"))
    ]
    parcels(tmp_path, *rows, header=f"{HEADER},{CONSIGNMENT}", findings=findings)

    (finding,) = findings.all()
    assert (finding.line, finding.code, finding.count) == (2, "CONSIGNMENT_NOT_WHOLE", 2)
    assert finding.sentence == "consignment C-1 says it is 3 parcels; 2 of them are here"


@pytest.mark.parametrize(
    ("second", "column"),
    [("bakery-1,C-1,2,all_or_none", "consignment_bond"), ("shop-2,C-1,2,together", "shipper_id"),
     ("bakery-1,C-1,3,together", "consignment_parcels")],
)  # fmt: skip
def test_a_consignment_that_does_not_agree_is_a_finding(tmp_path: Path, second: str, column: str) -> None:
    findings = Findings()
    rows = [f"{ROW},bakery-1,C-1,2,together", f"{ROW.replace('P-1', 'P-2')},{second}"]
    parcels(tmp_path, *rows, header=f"{HEADER},shipper_id,{CONSIGNMENT}", findings=findings)

    (finding,) = findings.all()
    assert (finding.code, finding.line) == ("CONSIGNMENT_AT_ODDS", 2)
    assert finding.sentence.endswith(f"do not agree on {column}: none of them travels")


def a_request(parcel_id: str, **more: object) -> ParcelRequested:
    return ParcelRequested.model_validate(
        {
            "parcel_id": parcel_id, "origin_stop_id": "V", "destination_stop_id": "A",
            "ready_at": datetime(2026, 11, 22, tzinfo=UTC), "due_at": datetime(2026, 11, 23, tzinfo=UTC),
            "weight_g": 0, "volume_ml": 1, "pieces": 1, "longest_side_mm": 0, "handling_class": "ambient",
            "value_millis": 4, **more,
        }
    )  # fmt: skip


def test_every_column_that_is_written_reads_back(tmp_path: Path) -> None:
    asked = [
        a_request("P-1"),
        a_request("P-2", after_parcel_id="P-1", after_gap_s=60),
        a_request("P-3", dangerous=Dangerous(un_number="1950", danger_class="2.1", gross_g=7)),
        a_request("P-4", consignment=Consignment(consignment_id="C", parcels=2, bond=Bond.ALL_OR_NONE)),
        a_request("P-5", consignment=Consignment(consignment_id="C", parcels=2, bond=Bond.ALL_OR_NONE)),
    ]

    assert reader().read(write(tmp_path, parcels_csv(asked)), Findings()) == asked


def test_columns_for_rules_nobody_asks_for_are_not_written() -> None:
    assert parcels_csv([a_request("P-1")]).splitlines()[0].endswith("handling_class,value_millis")
    after = parcels_csv([a_request("P-1"), a_request("P-2", after_parcel_id="P-1")])
    assert after.splitlines()[0].endswith("value_millis,after_parcel_id")
