from datetime import date
from pathlib import Path

import pytest

from tests.workers.sources.freight.small_area import FULLER, MINIMAL, area_of
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes
from workers.errors import InputError
from workers.sources.freight.bind import FreightArea

ARRIVA: Changes = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n7,Arriva,https://a.example,Europe/Amsterdam\n",
    "stops.txt": "stop_id,stop_name\nLC,Leiden Centraal\n101,Breestraat\n102,Korevaarstraat\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\n400,7,400,,3\n410,7,410,,3\n",
    "trips.txt": "route_id,service_id,trip_id\n400,weekdays,N1\n400,weekdays,D1\n410,weekdays,N2\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    + "".join(f"{trip},07:00:00,07:00:00,LC,1\n{trip},07:10:00,07:10:00,101,2\n" for trip in ("N1", "D1", "N2")),
}
RET: Changes = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n7,RET,https://r.example,Europe/Amsterdam\n",
    "stops.txt": "stop_id,stop_name\n2001,Leiden\n2002,Rotterdam\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nE,7,E,,1\n",
    "trips.txt": "route_id,service_id,trip_id\nE,weekdays,N1\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "N1,07:00:00,07:00:00,2001,1\nN1,07:40:00,07:40:00,2002,2\n",
}
OFFERS = """\
area: a
parcel_stops: all
offers:
"""


def covered(area: FreightArea, service_date: date = MONDAY) -> dict[str, int]:
    """Trip to the line of its offer."""
    return {
        feed.wire_id(trip.trip_id): bound.offer.line
        for feed in area.feeds
        for trip in feed.feed.trips_on(service_date)
        if (bound := area.offer_of(feed, trip)) is not None
    }


def offers(*matches: str) -> str:
    """A file with one offer a line, from line 4 on."""
    return OFFERS + "".join(f"  - {{match: {match}, compartments: [{{name: hold}}]}}\n" for match in matches)


@pytest.mark.parametrize(
    ("match", "trips"),
    [
        ("{}", {"out", "back"}),
        ("{trip_id: out}", {"out"}),
        ("{trip_id: 'o*'}", {"out"}),
        ("{trip_id: ['o*', 'b?ck']}", {"out", "back"}),
        ("{route_id: V12}", {"out", "back"}),
        ("{agency_id: vtu, trip_id: back}", {"back"}),
        ("{route_type: 3}", {"out", "back"}),
        ("{route_type: [0, 1]}", set()),
        ("{feed: feed}", {"out", "back"}),
    ],
)
def test_an_offer_covers_the_trips_that_meet_all_its_conditions(tmp_path: Path, match: str, trips: set[str]) -> None:
    assert covered(area_of(tmp_path, offers(match))).keys() == trips


def test_the_first_offer_that_matches_is_the_offer_of_a_trip(tmp_path: Path) -> None:
    assert covered(area_of(tmp_path, offers("{trip_id: out}", "{}", "{trip_id: back}"))) == {"out": 4, "back": 5}


def test_globs_mind_the_case(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r":4: offers\[0\]\.match\.trip_id: no trip_id of the feed is like 'OUT'"):
        area_of(tmp_path, offers("{trip_id: OUT}"))


def test_several_feeds_are_told_apart_by_their_names(tmp_path: Path) -> None:
    area = area_of(tmp_path, FULLER, ret=RET, arriva=ARRIVA)

    assert covered(area) == {"arriva:N1": 7, "arriva:N2": 7}
    assert area.hubs.keys() == {"arriva:LC"}
    assert area.places.place_of("ret:2001") == area.places.place_of("leiden-centraal") == "arriva:LC"
    assert area.zone_ids == {"arriva:101": "centre", "arriva:102": "centre"}


def test_an_id_of_several_feeds_must_say_which(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="several feeds have the agency '7': write ret:7 or arriva:7"):
        area_of(tmp_path, offers("{agency_id: '7'}"), ret=RET, arriva=ARRIVA)
    assert covered(area_of(tmp_path, offers("{agency_id: 'ret:7'}"), ret=RET, arriva=ARRIVA)) == {"ret:N1": 4}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("stop_id: V", "stop_id: Vx", ":8: hubs[0].stop_id: the feed has no stop 'Vx'; the nearest is V (Valmiera)."),
        ("stop_id: V", "stop_id: Valmiera", ":8: hubs[0].stop_id: the feed has no stop 'Valmiera'; the nearest is V (Val"),
        ("parcel_stops: hubs", "parcel_stops: [S, Q]", ":3: parcel_stops[1]: the feed has no stop 'Q'."),
        ("assumed: true", "match: {route_id: V13}", "match.route_id: the feed has no route 'V13'; the nearest is V12 ("),
        ("assumed: true", "match: {agency_id: rta}", ":5: offers[0].match.agency_id: the feed has no agency 'rta'"),
        ("assumed: true", "match: {feed: vtu}", ":5: offers[0].match.feed: there is no feed 'vtu', only feed."),
        ("stop_id: A", "stop_id: V", ":9: hubs[1].stop_id: is the same place as 'V' in line 8, which is a hub already."),
        ("hubs:\n", "zones: [{zone_id: z, stops: [V]}, {zone_id: y, stops: [V]}]\nhubs:\n",
         ":7: zones[1].stops[0]: is already in the zone 'z'."),
        ("hubs:\n", "zones: [{zone_id: z, stops: [V, W]}]\nhubs:\n", ":7: zones[0].stops[1]: the feed has no stop 'W'"),
    ],
)  # fmt: skip
def test_what_the_feed_does_not_have_is_an_error_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        area_of(tmp_path, MINIMAL.replace(old, new, 1))

    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("parcel_stops", "accepting"),
    [("hubs", {"V", "A"}), ("all", {"V", "S", "P", "A"}), ("[S]", {"V", "S", "A"}), ("[]", {"V", "A"})],
)
def test_parcels_are_taken_at_hubs_and_where_parcel_stops_says(
    tmp_path: Path, parcel_stops: str, accepting: set[str]
) -> None:
    area = area_of(tmp_path, MINIMAL.replace("parcel_stops: hubs", f"parcel_stops: {parcel_stops}"))

    assert {place_id for place_id in area.places.by_id if area.accepts(place_id)} == accepting


def test_the_time_zone_is_the_feeds_unless_given(tmp_path: Path) -> None:
    assert area_of(tmp_path, MINIMAL).settings.time_zone == "Europe/Riga"
    assert area_of(tmp_path, MINIMAL + "time_zone: Europe/Lisbon\n").settings.time_zone == "Europe/Lisbon"


def test_feeds_of_several_time_zones_need_one_for_the_area(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"time_zone: the feeds have several \(Europe/Amsterdam, Europe/Riga\)"):
        area_of(tmp_path, offers("{}"), vtu={}, ret=RET)
