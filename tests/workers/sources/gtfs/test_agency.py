import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import findings

HEADER = "agency_id,agency_name,agency_url,agency_timezone\n"


def test_several_agencies_of_one_time_zone_are_read(read: Read) -> None:
    feed = read({"agency.txt": HEADER + "vtu,VTU,,Europe/Riga\ncata,CATA,,Europe/Riga\n"})
    assert {agency.name for agency in feed.agencies.values()} == {"VTU", "CATA"}
    assert feed.time_zone == "Europe/Riga"


def test_several_time_zones_are_refused(refusal: Refusal) -> None:
    error = refusal({"agency.txt": HEADER + "vtu,VTU,,Europe/Riga\ngo,GoBus,,Europe/Tallinn\n"})
    assert (error.file, error.line, error.field) == ("agency.txt", 3, "agency_timezone")
    assert "several time zones (Europe/Riga, Europe/Tallinn)" in error.sentence


@pytest.mark.parametrize("name", ["Europe/Valmiera", "", "Europe", "../Riga", "/etc/localtime", "EET+2 "])
def test_a_time_zone_that_does_not_exist_is_refused(refusal: Refusal, name: str) -> None:
    error = refusal({"agency.txt": HEADER + f"vtu,VTU,,{name}\n"})
    assert (error.file, error.line, error.field) == ("agency.txt", 2, "agency_timezone")
    assert "is no time zone such as Europe/Riga" in error.sentence


def test_a_single_agency_needs_no_id(read: Read) -> None:
    feed = read(
        {
            "agency.txt": "agency_name,agency_timezone\nVTU,Europe/Riga\n",
            "routes.txt": "route_id,route_short_name,route_type\nV12,12,3\n",
        }
    )
    assert feed.agencies[""].name == "VTU"
    assert feed.routes["V12"].agency_id == ""
    assert feed.findings == []


def test_the_id_0_is_an_id(read: Read) -> None:
    feed = read(
        {
            "agency.txt": HEADER + "0,VTU,,Europe/Riga\n1,CATA,,Europe/Riga\n",
            "routes.txt": "route_id,agency_id,route_short_name,route_type\nV12,0,12,3\n",
        }
    )
    assert feed.routes["V12"].agency_id == "0"


def test_an_agency_given_twice_counts_once(read: Read) -> None:
    feed = read({"agency.txt": HEADER + "vtu,VTU,,Europe/Riga\nvtu,Other,,Europe/Riga\n"})
    assert feed.agencies["vtu"].name == "VTU"
    assert findings(feed) == ["agency.txt:3: the agency 'vtu' is given again: the first one counts"]


def test_a_file_without_an_agency_is_refused(refusal: Refusal) -> None:
    assert str(refusal({"agency.txt": HEADER})) == "agency.txt: the file names no agency"
