"""The bundled sample regions: readable without a finding, and as interesting as they claim to be."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.area import AreaPublished, Language
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import Bond, ParcelRequested
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.reasons import UnmatchedReason
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.unmatched import ParcelUnmatched
from contracts.zone import Powertrain, ZonePublished
from matcher.verify import verify
from workers.compose import decide_offline
from workers.matching.make_decider import SolveSettings
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES, Sample
from workers.sources.day import Inputs
from workers.sources.gtfs.feed import read_feed

REGIONS = [sample.area for sample in SAMPLES]


@pytest.fixture(scope="module", params=SAMPLES, ids=REGIONS)
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


@pytest.fixture(scope="module")
def inputs(sample: Sample) -> Inputs:
    """The events of the day of the parcels, as the demo publishes them."""
    return load_sample(sample, "test")


@pytest.fixture(scope="module")
def events(inputs: Inputs) -> list[Event]:
    return inputs.events


@pytest.fixture(scope="module")
def trips(events: list[Event]) -> list[TripPublished]:
    return [event.data for event in events if isinstance(event.data, TripPublished)]


@pytest.fixture(scope="module")
def stops(events: list[Event]) -> dict[str, StopPublished]:
    return {event.data.stop_id: event.data for event in events if isinstance(event.data, StopPublished)}


@pytest.fixture(scope="module")
def parcels(events: list[Event]) -> list[ParcelRequested]:
    return [event.data for event in events if isinstance(event.data, ParcelRequested)]


def test_it_reads_without_a_single_finding(inputs: Inputs) -> None:
    assert list(inputs.findings) == []


def test_the_regions_are_areas_of_their_own_on_partitions_of_their_own() -> None:
    assert REGIONS == ["vidzeme", "fundao"]
    assert len({partition_of(area, DEFAULT_PARTITIONS) for area in REGIONS}) == len(REGIONS)
    assert len({partition_of(area, 2) for area in REGIONS}) == len(REGIONS)


def test_the_timetable_runs_on_every_day_of_three_years(sample: Sample) -> None:
    running = set(read_feed(sample.gtfs).service_dates())
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    assert [
        first + timedelta(days=n) for n in range((last - first).days + 1) if first + timedelta(days=n) not in running
    ] == []


def test_it_is_a_rural_network_of_a_readable_size(trips: list[TripPublished], stops: dict[str, StopPublished]) -> None:
    assert 25 <= len(stops) <= 45
    assert 8 <= len({trip.route_id for trip in trips}) <= 16
    assert 60 <= len(trips) <= 150


def test_the_day_is_completely_published(events: list[Event], trips: list[TripPublished]) -> None:
    assert [event.data.trips for event in events if isinstance(event.data, TimetablePublished)] == [len(trips)]


def test_every_place_has_coordinates_and_every_capacity_is_an_assumption(
    trips: list[TripPublished], stops: dict[str, StopPublished]
) -> None:
    assert [stop.stop_id for stop in stops.values() if stop.lat is None] == []
    assert [trip.trip_id for trip in trips if not trip.capacity_assumed] == []


def test_one_trip_runs_past_midnight(trips: list[TripPublished]) -> None:
    late = [trip for trip in trips if trip.calls[-1].arrival.date() > trip.service_date]
    assert len(late) == 1
    assert late[0].calls[0].departure.date() == late[0].service_date


def test_platforms_of_a_station_are_one_place(sample: Sample, stops: dict[str, StopPublished]) -> None:
    rows = _rows(sample.gtfs / "stops.txt")
    platforms = Counter(row["parent_station"] for row in rows if row["parent_station"])
    assert [station for station, count in platforms.items() if count >= 2 and station in stops]
    assert not {row["stop_id"] for row in rows if row["parent_station"]} & stops.keys()


def test_an_electric_shuttle_may_enter_the_zone_and_a_diesel_bus_calls_there_too(
    events: list[Event], trips: list[TripPublished], stops: dict[str, StopPublished]
) -> None:
    (zone,) = [event.data for event in events if isinstance(event.data, ZonePublished)]
    assert zone.powertrains is not None
    assert zone.windows
    inside = {stop.stop_id for stop in stops.values() if stop.zone_id == zone.zone_id}
    calling = {trip.powertrain for trip in trips if inside & {call.stop_id for call in trip.calls}}
    assert calling == {Powertrain.ELECTRIC, Powertrain.BICYCLE, Powertrain.DIESEL}
    assert Powertrain.DIESEL not in zone.powertrains


def test_the_zone_has_a_date_and_an_operator_that_is_exempt(
    sample: Sample, events: list[Event], trips: list[TripPublished]
) -> None:
    (zone,) = [event.data for event in events if isinstance(event.data, ZonePublished)]
    assert zone.holds_from is not None
    assert zone.holds_from < sample.service_date
    exempt = {trip.powertrain for trip in trips if trip.operator_id in zone.exempt_operator_ids}
    assert exempt == {Powertrain.DIESEL}


def test_there_are_lockers_at_hubs_and_at_a_stop_that_is_none(stops: dict[str, StopPublished]) -> None:
    lockers = [stop for stop in stops.values() if stop.locker is not None]
    assert len(lockers) >= 4
    assert {stop.hub is None for stop in lockers} == {True, False}


def test_people_meet_the_bus_where_a_named_place_and_where_the_last_call_keeps_what_nobody_takes(
    stops: dict[str, StopPublished],
) -> None:
    meetings = [stop.meeting for stop in stops.values() if stop.meeting is not None]
    assert {meeting.fallback_stop_id is None for meeting in meetings} == {True, False}


def test_a_holiday_and_a_date_are_exceptions_to_the_hours(sample: Sample, stops: dict[str, StopPublished]) -> None:
    dates = {each.date for stop in stops.values() for each in stop.open_exceptions}
    assert sample.service_date in dates
    assert dates - {sample.service_date}


def test_the_area_knows_goods_and_speaks_its_language(events: list[Event], sample: Sample) -> None:
    (area,) = [event.data for event in events if isinstance(event.data, AreaPublished)]
    assert area.language == {"vidzeme": Language.LATVIAN, "fundao": Language.PORTUGUESE}[sample.area]
    goods = {each.handling_class: each for each in area.goods}
    assert goods["frozen"].excluded
    assert goods["chilled"].longest_outside_s > 0
    assert (goods["fresh"].carried_as, goods["fresh"].longest_total_s is None) == ("chilled", False)


def test_some_trips_take_a_little_of_dangerous_goods(
    trips: list[TripPublished], parcels: list[ParcelRequested]
) -> None:
    taking = [trip for trip in trips if trip.danger_budgets]
    assert 0 < len(taking) < len(trips)
    assert any(parcel.dangerous for parcel in parcels)


def test_crates_go_back_and_consignments_hold_together_and_one_order_recurs(
    sample: Sample, parcels: list[ParcelRequested]
) -> None:
    ids = {parcel.parcel_id for parcel in parcels}
    returns = [parcel for parcel in parcels if parcel.after_parcel_id is not None]
    assert len(returns) >= 5
    assert {parcel.after_parcel_id for parcel in returns} <= ids
    assert {parcel.consignment.bond for parcel in parcels if parcel.consignment} == set(Bond)
    assert sum(parcel_id.endswith(f"@{sample.service_date}") for parcel_id in ids) == 2


def test_a_place_closes_for_lunch_and_some_hubs_let_parcels_change(stops: dict[str, StopPublished]) -> None:
    assert [
        stop.stop_id
        for stop in stops.values()
        if stop.open and any(window.to.startswith("12:") for window in stop.open)
    ]
    assert sum(stop.hub is not None for stop in stops.values()) >= 5


def test_some_villages_see_two_buses_a_day_or_fewer_in_each_direction(trips: list[TripPublished]) -> None:
    calls = Counter(call.stop_id for trip in trips for call in trip.calls)
    assert [stop_id for stop_id, count in calls.items() if count <= 4]


def test_chilled_goods_travel_on_some_trips_only(trips: list[TripPublished]) -> None:
    chilled = [trip for trip in trips if any("chilled" in each.handling_classes for each in trip.compartments)]
    assert 0 < len(chilled) < len(trips) / 2


def test_the_parcels_are_of_that_day_and_mostly_between_known_places(
    sample: Sample, parcels: list[ParcelRequested], stops: dict[str, StopPublished]
) -> None:
    assert 120 <= len(parcels) <= 250
    assert {parcel.due_at.date() for parcel in parcels} == {sample.service_date}
    unknown = [p for p in parcels if not {p.origin_stop_id, p.destination_stop_id} <= stops.keys()]
    assert 1 <= len(unknown) <= 3


def test_shops_are_called_by_their_trade_and_town(
    parcels: list[ParcelRequested], stops: dict[str, StopPublished]
) -> None:
    towns = " ".join(stops) + " cesis castelo-branco bogas naukseni lavacolhos"
    shops = {parcel.shipper_id or "" for parcel in parcels}
    assert [shop for shop in shops if shop.rpartition("-")[2] not in towns] == []


@pytest.mark.parametrize("file", ["README.md", "freight.yaml", "gtfs/agency.txt", "gtfs/feed_info.txt"])
def test_the_files_say_that_they_are_illustrative(sample: Sample, file: str) -> None:
    path = sample.gtfs.parent / file
    assert "illustrative" in path.read_text(encoding="utf-8").lower()


def test_the_figures_of_the_readme_are_right(sample: Sample, parcels: list[ParcelRequested]) -> None:
    readme = (sample.gtfs.parent / "README.md").read_text(encoding="utf-8")
    weekend = Counter(row["service_id"] for row in _rows(sample.gtfs / "trips.txt"))
    assert f"{len(_rows(sample.gtfs / 'routes.txt'))} routes, {weekend['weekdays']} trips on a weekday" in readme
    assert f"{weekend['saturdays']} on a Saturday, {weekend['sundays']} on a Sunday" in readme
    assert f"{len(parcels)} parcels for Tuesday {sample.service_date.isoformat()}" in readme


@pytest.mark.slow
def test_most_parcels_travel_and_the_others_stay_for_many_reasons(inputs: Inputs) -> None:
    outputs = decide_offline(inputs.events, epoch_s(inputs.now), SolveSettings(seed=1, time_limit_s=1.0))
    assert verify(inputs.events, outputs) == []
    decisions = [event.data for event in outputs]
    matched = [decision for decision in decisions if isinstance(decision, ParcelMatched)]
    reasons = Counter(decision.reason for decision in decisions if isinstance(decision, ParcelUnmatched))
    assert len(matched) > 0.75 * (len(matched) + reasons.total())
    assert sum(len(match.legs) > 1 for match in matched) >= 20
    assert reasons[UnmatchedReason.CAPACITY_SOLD_OUT] >= 5
    assert {
        UnmatchedReason.UNKNOWN_STOP,
        UnmatchedReason.TOO_LARGE,
        UnmatchedReason.HANDLING_NOT_OFFERED,
        UnmatchedReason.ZONE_CLOSED,
        UnmatchedReason.STOP_CLOSED,
        UnmatchedReason.CUT_OFF_MISSED,
        UnmatchedReason.DUE_TOO_EARLY,
        UnmatchedReason.TOO_LONG_ON_THE_WAY,
        UnmatchedReason.WAITS_FOR_PARCEL,
        UnmatchedReason.CONSIGNMENT_INCOMPLETE,
        UnmatchedReason.NOT_WORTH_ITS_COST,
    } <= reasons.keys()
    assert [match for match in matched if match.lockers]
    _check_the_zone_is_reached_by_diesel_and_shuttle(inputs.events, matched)


def _check_the_zone_is_reached_by_diesel_and_shuttle(events: list[Event], matched: list[ParcelMatched]) -> None:
    """Parcels into the zone change, at a hub outside, from a diesel bus to a vehicle that may enter."""
    powertrain = {
        event.data.trip_key: event.data.powertrain for event in events if isinstance(event.data, TripPublished)
    }
    inside = {event.data.stop_id for event in events if isinstance(event.data, StopPublished) and event.data.zone_id}
    into = [match for match in matched if match.legs[-1].alight_stop_id in inside and len(match.legs) > 1]
    assert [match for match in into if powertrain[match.legs[0].trip_key] is Powertrain.DIESEL]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
