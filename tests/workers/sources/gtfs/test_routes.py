import pytest

from tests.workers.sources.gtfs.conftest import Read, Refusal
from tests.workers.sources.gtfs.small_feed import MONDAY, findings, trip_on

HEADER = "route_id,agency_id,route_short_name,route_long_name,route_type\n"
TWO_AGENCIES = "agency_id,agency_name,agency_timezone\nvtu,VTU,Europe/Riga\ncata,CATA,Europe/Riga\n"


@pytest.mark.parametrize(
    ("short", "long", "name"),
    [
        ("12", "Valmiera - Alūksne", "12 Valmiera - Alūksne"),
        ("12", "", "12"),
        ("", "Valmiera - Alūksne", "Valmiera - Alūksne"),
        ("12", "12 Valmiera - Alūksne", "12 Valmiera - Alūksne"),
        ("12", "12", "12"),
        ("1", "12 Valmiera - Alūksne", "1 12 Valmiera - Alūksne"),
        ("", "", "V12"),
    ],
)
def test_the_name_for_people_is_the_short_and_the_long_one(read: Read, short: str, long: str, name: str) -> None:
    assert read({"routes.txt": HEADER + f"V12,vtu,{short},{long},3\n"}).routes["V12"].name == name


def test_extended_route_types_are_kept(read: Read) -> None:
    assert read({"routes.txt": HEADER + "V12,vtu,12,,702\n"}).routes["V12"].route_type == 702


@pytest.mark.parametrize("text", ["", "bus", "-1", "3.0", "²"])
def test_a_route_type_that_is_no_number_is_read_as_a_bus(read: Read, text: str) -> None:
    feed = read({"routes.txt": HEADER + f"V12,vtu,12,,{text}\n"})
    assert feed.routes["V12"].route_type == 3
    assert findings(feed) == [
        f"routes.txt:2: route_type {text!r} of the route V12 is no number such as 3: it is read as 3 (bus)"
    ]


def test_a_route_given_twice_counts_once(read: Read) -> None:
    feed = read({"routes.txt": HEADER + "V12,vtu,12,,3\nV12,vtu,99,,3\n"})
    assert feed.routes["V12"].short_name == "12"
    assert findings(feed) == ["routes.txt:3: the route V12 is given again: the first one counts"]


def test_a_route_without_an_id_is_skipped(read: Read) -> None:
    feed = read({"routes.txt": HEADER + "V12,vtu,12,,3\n,vtu,13,,3\n"})
    assert list(feed.routes) == ["V12"]
    assert findings(feed) == ["routes.txt:3: the row has no route_id: it is skipped"]


def test_a_route_belongs_to_the_only_agency(read: Read) -> None:
    feed = read({"routes.txt": HEADER + "V12,,12,,3\n"})
    assert trip_on(feed, MONDAY, "out").agency_id == "vtu"
    assert feed.findings == []


def test_a_route_of_an_unknown_agency_belongs_to_the_only_one_with_a_finding(read: Read) -> None:
    feed = read({"routes.txt": HEADER + "V12,other,12,,3\n"})
    assert feed.routes["V12"].agency_id == "vtu"
    assert findings(feed) == [
        "routes.txt:2: the route V12 names the agency other, but agency.txt has only 'vtu': that is taken"
    ]


@pytest.mark.parametrize("agency_id", ["", "other"])
def test_a_route_of_an_unknown_agency_among_several_is_skipped(read: Read, agency_id: str) -> None:
    feed = read({"agency.txt": TWO_AGENCIES, "routes.txt": HEADER + f"V12,cata,12,,3\nV13,{agency_id},13,,3\n"})
    assert trip_on(feed, MONDAY, "out").agency_id == "cata"
    assert list(feed.routes) == ["V12"]
    assert findings(feed) == [
        f"routes.txt:3: the route V13 names the agency {agency_id!r}, which agency.txt does not have: it is skipped"
    ]


def test_a_file_without_a_usable_route_is_refused(refusal: Refusal) -> None:
    assert str(refusal({"routes.txt": HEADER})) == "routes.txt: the file has no route that can be used"
