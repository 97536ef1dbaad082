from datetime import date
from pathlib import Path

import pytest

from contracts.area import AreaPublished
from contracts.envelope import from_line, to_line
from contracts.timetable import TimetablePublished
from contracts.zone import Powertrain, ZonePublished
from tests.workers.sources.freight.small_area import FULLER, MINIMAL
from tests.workers.sources.freight.test_bind import ARRIVA, RET
from tests.workers.sources.gtfs.small_feed import MONDAY, SATURDAY, Changes, stop_times
from tests.workers.sources.publication.published import NOW, published

ONE_TRIP = MINIMAL.replace("assumed: true", "match: {trip_id: out}")


def with_types(pickup: int, drop_off: int) -> Changes:
    """The trip `out` with these types at its second call."""
    return stop_times(
        "out,07:10:00,07:10:00,V,1,0,0",
        f"out,08:02:00,08:05:00,S,2,{pickup},{drop_off}",
        "out,09:20:00,09:20:00,A,4,0,0",
        columns="trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type",
    )


def test_area_zones_and_stops_come_first_then_each_dates_trips_and_their_number(tmp_path: Path) -> None:
    zone = "zones:\n  - {zone_id: z, stops: [S], powertrains: [electric], windows: Mo-Sa 05:00-11:00}\n"
    kinds = [event.kind.name.partition(".")[0] for event in published(tmp_path, MINIMAL + zone).events]

    assert kinds == ["area", "zone", *["stop"] * 4, "trip", "trip", "timetable"]


def test_the_minimal_area_says_what_the_contract_shows(tmp_path: Path) -> None:
    (area,) = published(tmp_path).bodies(AreaPublished)

    assert area.model_dump() == {
        "area": "vidzeme", "time_zone": "Europe/Riga", "notice_s": 900,
        "costs": {"leg_millis": 100, "transfer_millis": 250, "storage_millis_per_l_h": 1, "change_millis": 500},
        "tariff": {"base_millis": 3500, "per_kg_millis": 200, "per_km_millis": 20}, "goods": (), "language": "en",
    }  # fmt: skip


def test_a_trip_says_what_the_contract_shows(tmp_path: Path) -> None:
    trip = published(tmp_path).trips["out@2026-11-23"]

    assert trip.model_dump(mode="json", exclude={"calls", "compartments", "publication_id"}) == {
        "trip_key": "out@2026-11-23", "trip_id": "out", "service_date": "2026-11-23", "feed_id": "feed",
        "operator_id": "vtu", "route_id": "V12", "route_name": "12 Valmiera - Alūksne", "headsign": "Alūksne",
        "powertrain": "unknown", "capacity_assumed": True, "danger_budgets": [],
    }  # fmt: skip
    assert trip.calls[1].model_dump(mode="json", exclude={"distance_m"}) == {
        "stop_id": "S", "stop_sequence": 2, "arrival": "2026-11-23T08:02:00+02:00",
        "departure": "2026-11-23T08:05:00+02:00", "pickup": True, "drop_off": True, "handling_budget_s": 240,
    }  # fmt: skip


def test_distances_are_unknown_without_coordinates(tmp_path: Path) -> None:
    stops = {"stops.txt": "stop_id,stop_name,stop_lat,stop_lon\nV,V,0,0\nS,S,0,0\nP,P,0,0\nA,A,0,0\n"}
    everything = published(tmp_path, changes=stops)

    assert {call.distance_m for trip in everything.trips.values() for call in trip.calls} == {None}
    assert {(stop.lat, stop.lon) for stop in everything.stops.values()} == {(None, None)}


def test_handling_is_not_limited_at_the_ends_of_a_trip_and_at_hubs(tmp_path: Path) -> None:
    hub_on_the_way = MINIMAL + "  - {stop_id: P, min_transfer_min: 5}\n"
    trip = published(tmp_path, hub_on_the_way).trips["out@2026-11-23"]

    assert [call.handling_budget_s for call in trip.calls] == [None, 180 + 60, None, None]


@pytest.mark.parametrize(
    ("pickup_type", "drop_off_type", "on_request", "expected"),
    [
        (0, 0, "false", (True, True)),
        (1, 0, "false", (False, True)),
        (0, 1, "true", (True, False)),
        (2, 3, "false", (False, False)),
        (2, 3, "true", (True, True)),
        (3, 1, "true", (True, False)),
    ],
)
def test_pickup_and_drop_off_follow_the_types_of_the_feed(
    tmp_path: Path, pickup_type: int, drop_off_type: int, on_request: str, expected: tuple[bool, bool]
) -> None:
    freight = MINIMAL.replace("assumed: true", f"on_request: {on_request}")
    call = published(tmp_path, freight, with_types(pickup_type, drop_off_type)).trips["out@2026-11-23"].calls[1]

    assert (call.pickup, call.drop_off) == expected


def test_a_place_takes_its_terms_from_defaults_hub_and_zone(tmp_path: Path) -> None:
    freight = (
        MINIMAL.replace("stop_id: V,", "stop_id: V, open: 'Mo 06:00-22:00', handling_classes: [ambient, chilled],")
        + "zones:\n  - {zone_id: z, stops: [V]}\ndefaults: {cut_off_min: 5, release_min: 7, handling_s_per_parcel: 9}\n"
    )
    stops = published(tmp_path, freight).stops

    assert stops["V"].model_dump(mode="json", exclude={"lat", "lon"}) == {
        "stop_id": "V", "name": "Valmiera", "zone_id": "z", "accepts": True, "cut_off_s": 300, "release_s": 420,
        "handling_s_per_parcel": 9, "handling_classes": ["ambient", "chilled"],
        "open": [{"days": ["mon"], "from": "06:00", "to": "22:00"}],
        "hub": {"storage_ml": 2_000_000, "min_transfer_s": 600, "longest_wait_s": None},
        "open_exceptions": [], "locker": None, "meeting": None,
    }  # fmt: skip
    assert stops["S"].model_dump(mode="json", exclude={"lat", "lon"}) == {
        "stop_id": "S", "name": "Smiltene", "zone_id": None, "accepts": False, "cut_off_s": 300, "release_s": 420,
        "handling_s_per_parcel": 9, "handling_classes": ["ambient"], "open": None, "hub": None,
        "open_exceptions": [], "locker": None, "meeting": None,
    }  # fmt: skip


def test_a_zone_takes_its_rules_from_the_file(tmp_path: Path) -> None:
    zones = "zones:\n  - {zone_id: z, name: Centrs, stops: [S], powertrains: [electric, bicycle], windows: off}\n"

    assert published(tmp_path, MINIMAL + zones).bodies(ZonePublished) == [
        ZonePublished(zone_id="z", name="Centrs", powertrains=(Powertrain.ELECTRIC, Powertrain.BICYCLE), windows=())
    ]


def test_a_trip_that_no_offer_covers_is_not_published(tmp_path: Path) -> None:
    everything = published(tmp_path, ONE_TRIP)

    assert everything.trips.keys() == {"out@2026-11-23"}
    assert everything.counts == {"feed@2026-11-23": 1}


def test_an_offer_without_compartments_takes_trips_out(tmp_path: Path) -> None:
    without = MINIMAL.replace("offers:\n", "offers:\n  - {match: {trip_id: out}, compartments: []}\n")

    assert published(tmp_path, without).trips.keys() == {"back@2026-11-23"}


def test_an_offer_that_covers_no_trip_is_a_finding_with_its_line(tmp_path: Path) -> None:
    never_reached = MINIMAL.replace("hubs:\n", "  - {match: {trip_id: out}, compartments: [{name: box}]}\nhubs:\n", 1)
    (finding,) = published(tmp_path, never_reached).findings

    assert (finding.line, finding.code) == (7, "OFFER_WITHOUT_TRIP")


def test_places_that_no_covered_trip_serves_are_published_only_when_named(tmp_path: Path) -> None:
    only_back = MINIMAL.replace("assumed: true", "match: {trip_id: back}")

    assert published(tmp_path, only_back).stops.keys() == {"V", "A"}
    named = only_back.replace("parcel_stops: hubs", "parcel_stops: [S]")
    assert published(tmp_path, named).stops.keys() == {"V", "A", "S"}


def test_a_date_between_service_dates_without_a_trip_is_published_as_empty(tmp_path: Path) -> None:
    calendar = {"calendar.txt": None, "calendar_dates.txt": "service_id,date,exception_type\n"
                "weekdays,20261123,1\nweekdays,20261125,1\n"}  # fmt: skip
    dates = [date(2026, 11, day) for day in range(22, 27)]

    assert published(tmp_path, changes=calendar, dates=dates).counts == {
        "feed@2026-11-23": 2, "feed@2026-11-24": 0, "feed@2026-11-25": 2,
    }  # fmt: skip


def test_a_date_after_the_last_service_date_is_not_published(tmp_path: Path) -> None:
    assert published(tmp_path, dates=[SATURDAY]).counts == {}


def test_every_run_of_a_frequency_is_a_trip_of_its_own(tmp_path: Path) -> None:
    frequencies = {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nout,06:00:00,08:00:00,3600\n"}
    trips = published(tmp_path, ONE_TRIP, frequencies).trips

    assert trips.keys() == {"out@2026-11-23@06:00:00", "out@2026-11-23@07:00:00"}
    assert {trip.trip_id for trip in trips.values()} == {"out"}
    assert trips["out@2026-11-23@07:00:00"].calls[3].arrival.isoformat() == "2026-11-23T09:10:00+02:00"


def test_two_platforms_of_one_place_in_a_row_stay_two_calls(tmp_path: Path) -> None:
    changes = stop_times("out,07:00:00,07:00:00,V,1", "out,07:05:00,07:05:00,S,2", "out,07:20:00,07:20:00,P,3")
    joined = MINIMAL + "places: {centre: [V, S]}\n"

    assert [call.stop_id for call in published(tmp_path, joined, changes).trips["out@2026-11-23"].calls] == [
        "S",
        "S",
        "P",
    ]


def test_ids_of_several_feeds_carry_their_names(tmp_path: Path) -> None:
    everything = published(tmp_path, FULLER, ret=RET, arriva=ARRIVA)
    trip = everything.trips["arriva:N1@2026-11-23"]

    assert (trip.trip_id, trip.route_id, trip.operator_id, trip.feed_id) == (
        "arriva:N1", "arriva:400", "arriva:7", "arriva",
    )  # fmt: skip
    assert [call.stop_id for call in trip.calls] == ["arriva:LC", "arriva:101"]
    assert everything.counts == {"ret@2026-11-23": 0, "arriva@2026-11-23": 2}


def test_trips_name_the_publication_that_counts_them(tmp_path: Path) -> None:
    everything = published(tmp_path, dates=[MONDAY, date(2026, 11, 24)])
    told = {body.publication_id: body.service_date for body in everything.bodies(TimetablePublished)}

    assert len(told) == 2
    assert all(told[trip.publication_id] == trip.service_date for trip in everything.trips.values())


def test_event_ids_are_new_and_sources_name_the_publisher(tmp_path: Path) -> None:
    events = published(tmp_path).events

    assert len({event.id for event in events}) == len(events)
    assert {event.source for event in events} == {"urn:ridealong:publisher:vidzeme", "urn:ridealong:publisher:feed"}
    assert {event.time for event in events} == {NOW}


def test_every_event_reads_back_as_it_was_written(tmp_path: Path) -> None:
    events = published(tmp_path, FULLER, ret=RET, arriva=ARRIVA).events

    assert [from_line(to_line(event)) for event in events] == events


def test_a_trip_with_too_long_an_id_is_a_finding(tmp_path: Path) -> None:
    long_id = "L" * 195
    changes = {
        "trips.txt": f"route_id,service_id,trip_id\nV12,weekdays,{long_id}\nV12,weekdays,ok\n",
        **stop_times(*(f"{trip},0{hour}:00:00,0{hour}:00:00,{stop},{hour}"
                       for trip in (long_id, "ok") for hour, stop in ((7, "V"), (8, "A")))),
    }  # fmt: skip
    everything = published(tmp_path, changes=changes)

    (finding,) = everything.findings
    assert (finding.file, finding.code, finding.count) == ("trips.txt", "TRIP_NOT_PUBLISHED", 1)
    assert finding.sentence.startswith(f"{long_id}@2026-11-23 is not published: trip_key: ")
    assert everything.counts == {"feed@2026-11-23": 1}


def test_a_trip_that_no_log_would_take_is_a_finding(tmp_path: Path) -> None:
    long_ids = [f"S{index}{'s' * 190}" for index in range(1400)]
    rows = [f"out,07:00:00,07:00:00,{stop_id},{index}" for index, stop_id in enumerate(long_ids)]
    changes = {
        "stops.txt": "stop_id,stop_name\nV,V\nA,A\n" + "".join(f"{stop_id},n\n" for stop_id in long_ids),
        **stop_times(*rows, "back,07:00:00,07:00:00,V,1", "back,08:00:00,08:00:00,A,2"),
    }
    everything = published(tmp_path, changes=changes)

    assert [(finding.code, finding.count) for finding in everything.findings] == [("TRIP_TOO_BIG", 1)]
    assert everything.trips.keys() == {"back@2026-11-23"}


def test_a_stop_with_too_long_an_id_and_the_trips_that_serve_it_are_findings(tmp_path: Path) -> None:
    long_id = "Ā" * 101
    changes = {
        "stops.txt": f"stop_id,stop_name\nV,V\nA,A\n{long_id},long\n",
        **stop_times(f"out,07:00:00,07:00:00,{long_id},1", "out,08:00:00,08:00:00,A,2",
                     "back,07:00:00,07:00:00,V,1", "back,08:00:00,08:00:00,A,2"),
    }  # fmt: skip
    everything = published(tmp_path, changes=changes)

    assert [finding.code for finding in everything.findings] == ["STOP_NOT_PUBLISHED", "TRIP_NOT_PUBLISHED"]
    assert everything.stops.keys() == {"V", "A"}
    assert everything.counts == {"feed@2026-11-23": 1}
