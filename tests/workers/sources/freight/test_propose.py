from pathlib import Path

import pytest

from tests.workers.sources.freight.small_area import freight_file
from tests.workers.sources.gtfs.small_feed import Changes, write_folder
from workers.sources.freight.bind import FreightArea, bind
from workers.sources.freight.propose import MOST_HUBS, propose_freight
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import Feed, read_feed


def proposed(folder: Path, changes: Changes) -> tuple[str, FreightArea]:
    """The text, and what it means beside the feed it was made for."""
    feeds: dict[str | None, Feed] = {None: read_feed(write_folder(folder / "feed", changes))}
    text = propose_freight(feeds)
    return text, bind(read_freight(freight_file(folder, text)), feeds)


def routes_between(*pairs: tuple[str, str, str]) -> Changes:
    """A route R0, R1, ... with one trip along each triple of stops."""
    stops = sorted({stop for triple in pairs for stop in triple})
    return {
        "stops.txt": "stop_id,stop_name\n" + "".join(f"{stop},Stop {stop}\n" for stop in stops),
        "routes.txt": "route_id,agency_id,route_short_name,route_type\n"
        + "".join(f"R{index},vtu,{index},3\n" for index in range(len(pairs))),
        "trips.txt": "route_id,service_id,trip_id\n"
        + "".join(f"R{index},weekdays,T{index}\n" for index in range(len(pairs))),
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        + "".join(
            f"T{index},0{hour}:00:00,0{hour}:00:00,{stop},{hour}\n"
            for index, triple in enumerate(pairs)
            for hour, stop in enumerate(triple, start=1)
        ),
    }


def test_the_proposal_is_valid_for_its_feed(tmp_path: Path) -> None:
    _, area = proposed(tmp_path, {})

    assert area.freight.area == "valmieras-bus"
    assert area.freight.offers[0].assumed
    assert area.hubs.keys() == {"V", "A"}


def test_hubs_are_where_routes_end_or_meet(tmp_path: Path) -> None:
    _, area = proposed(tmp_path, routes_between(("a", "m", "b"), ("c", "m", "d"), ("e", "n", "f")))

    assert area.hubs.keys() == {"a", "b", "c", "d", "e", "f", "m"}


def test_places_where_more_routes_end_come_first(tmp_path: Path) -> None:
    _, area = proposed(tmp_path, routes_between(("a", "m", "z"), ("b", "m", "z"), ("c", "n", "z")))

    assert next(iter(area.hubs)) == "z"


def test_a_station_is_proposed_though_no_route_ends_there(tmp_path: Path) -> None:
    stops = (
        "stop_id,stop_name,location_type,parent_station\n"
        "V,V,,\nS,S,,Sst\nSst,Smiltenes autoosta,1,\nP,P,,\nA,A,,\nempty,Unused,1,\n"
    )

    assert list(proposed(tmp_path, {"stops.txt": stops})[1].hubs) == ["Sst", "A", "V"]


def test_a_large_feed_gets_a_list_that_can_be_looked_through(tmp_path: Path) -> None:
    text, area = proposed(tmp_path, routes_between(*((f"a{index}", f"m{index}", "z") for index in range(40))))

    assert len(area.hubs) == MOST_HUBS
    assert f"# Left out: {41 - MOST_HUBS} more places" in text


@pytest.mark.parametrize(
    ("agency", "area_name"),
    [
        ("Vidzemes Autobusi SIA", "vidzemes-autobusi-sia"),
        ("Société de transport, 12 rue X", "societe-de-transport"),
        ("Автобус", "area"),
        ("On", "on"),
    ],
)
def test_the_area_is_named_after_the_agency(tmp_path: Path, agency: str, area_name: str) -> None:
    agencies = f'agency_id,agency_name,agency_url,agency_timezone\nvtu,"{agency}",https://x.example,Europe/Riga\n'

    assert proposed(tmp_path, {"agency.txt": agencies})[1].freight.area == area_name


def test_ids_and_names_that_mean_something_in_yaml_are_kept(tmp_path: Path) -> None:
    stops = 'stop_id,stop_name\n"V: #1 \'x\'",Valmiera # 1: {x}\nyes,S\n"a""b\\c",A\n'
    times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + "".join(
        f"out,0{hour}:00:00,0{hour}:00:00,{stop},{hour}\n"
        for hour, stop in enumerate(["\"V: #1 'x'\"", "yes", '"a""b\\c"'], start=1)
    )

    assert proposed(tmp_path, {"stops.txt": stops, "stop_times.txt": times})[1].hubs.keys() == {"V: #1 'x'", 'a"b\\c'}
