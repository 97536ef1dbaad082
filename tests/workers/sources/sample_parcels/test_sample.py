from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.parcel import ParcelRequested
from contracts.stop import StopPublished
from contracts.trip import TripPublished
from tests.workers.sources.freight.small_area import MINIMAL, TARIFF
from tests.workers.sources.gtfs.small_feed import Changes
from tests.workers.sources.publication.published import Published, publish, published
from workers.errors import InputError
from workers.sources.freight.bind import bind
from workers.sources.freight.propose import propose_freight
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import Feed, read_feed
from workers.sources.sample_parcels.sample import sample_parcels
from workers.sources.tariff import tariff_value_millis

ALL = MINIMAL.replace("parcel_stops: hubs", "parcel_stops: all")
NO_COORDINATES: Changes = {"stops.txt": "stop_id,stop_name\nV,V\nS,S\nP,P\nA,A\n"}


def sampled(everything: Published, *, count: int = 300, seed: int = 1) -> list[ParcelRequested]:
    return sample_parcels(everything.events, TARIFF, count=count, seed=seed)


def rides_directly(parcel: ParcelRequested, trips: list[TripPublished]) -> bool:
    """Whether one trip takes it from origin to destination between ready and due."""
    for trip in trips:
        boards = [
            index
            for index, call in enumerate(trip.calls)
            if call.stop_id == parcel.origin_stop_id and call.pickup and call.departure >= parcel.ready_at
        ]
        if any(
            call.stop_id == parcel.destination_stop_id and call.drop_off and call.arrival <= parcel.due_at
            for board in boards[:1]
            for call in trip.calls[board + 1 :]
        ):
            return True
    return False


def test_the_same_seed_gives_the_same_parcels_and_another_seed_others(tmp_path: Path) -> None:
    everything = published(tmp_path, ALL)

    assert sampled(everything, seed=7) == sampled(everything, seed=7)
    assert sampled(everything, seed=7) != sampled(everything, seed=8)


def test_fewer_parcels_of_a_seed_are_the_first_of_more(tmp_path: Path) -> None:
    everything = published(tmp_path, ALL)

    assert sampled(everything, count=300)[:20] == sampled(everything, count=20)


def test_parcel_ids_are_all_different(tmp_path: Path) -> None:
    parcels = sampled(published(tmp_path, ALL), count=12_000)

    assert len({parcel.parcel_id for parcel in parcels}) == 12_000


def test_parcels_go_only_where_they_are_taken(tmp_path: Path) -> None:
    parcels = sampled(published(tmp_path))

    assert {parcel.origin_stop_id for parcel in parcels} | {parcel.destination_stop_id for parcel in parcels} == {
        "V",
        "A",
    }


@pytest.mark.parametrize("changes", [{}, NO_COORDINATES], ids=["coordinates", "no coordinates"])
def test_every_place_sends_and_gets_parcels(tmp_path: Path, changes: Changes) -> None:
    parcels = sampled(published(tmp_path, ALL, changes))

    assert {parcel.origin_stop_id for parcel in parcels} == {"V", "S", "P", "A"}
    assert {parcel.destination_stop_id for parcel in parcels} == {"V", "S", "P", "A"}


def test_values_follow_the_tariff(tmp_path: Path) -> None:
    everything = published(tmp_path, ALL, NO_COORDINATES)

    assert {
        parcel.value_millis - tariff_value_millis(TARIFF, parcel.weight_g, None) for parcel in sampled(everything)
    } == {0}


def test_sizes_are_mostly_small_never_huge_and_rounded(tmp_path: Path) -> None:
    parcels = sampled(published(tmp_path, ALL), count=2_000)

    litres = sorted(parcel.volume_ml / 1000 for parcel in parcels)
    assert 8 < litres[1_000] < 16
    assert 0.5 <= litres[0] < 3
    assert 60 < litres[-1] <= 150
    assert max(parcel.weight_g for parcel in parcels) <= 30_000
    assert max(parcel.longest_side_mm for parcel in parcels) <= 1_100
    assert all(parcel.longest_side_mm**3 >= parcel.volume_ml * 1000 for parcel in parcels if parcel.volume_ml < 100_000)
    assert {parcel.volume_ml % 500 for parcel in parcels} == {parcel.weight_g % 100 for parcel in parcels} == {0}


def test_times_are_quarters_of_an_hour_around_the_service(tmp_path: Path) -> None:
    parcels = sampled(published(tmp_path, ALL))

    assert (
        {parcel.ready_at.minute % 15 for parcel in parcels} == {parcel.due_at.minute % 15 for parcel in parcels} == {0}
    )
    assert min(parcel.due_at - parcel.ready_at for parcel in parcels) >= timedelta(minutes=45)


def test_some_parcels_ask_for_other_handling_where_both_places_take_it(tmp_path: Path) -> None:
    chilled = ALL + "defaults: {handling_classes: [ambient, chilled]}\n"
    classes = Counter(parcel.handling_class for parcel in sampled(published(tmp_path, chilled)))

    assert classes["ambient"] > classes["chilled"] > 0
    assert {parcel.handling_class for parcel in sampled(published(tmp_path, ALL))} == {"ambient"}


def test_a_date_that_can_carry_nothing_is_refused_with_what_to_look_at(tmp_path: Path) -> None:
    one_way_in = ALL.replace("parcel_stops: all", "parcel_stops: [V]").replace(
        "  - {stop_id: A, storage_l: 2000, min_transfer_min: 10}\n", ""
    )

    with pytest.raises(InputError, match="see offers, parcel_stops and hubs"):
        sampled(published(tmp_path, one_way_in))


def test_on_a_real_feed_most_parcels_can_ride_and_near_places_are_preferred(tmp_path: Path, shared_data: Path) -> None:
    feeds: dict[str | None, Feed] = {None: read_feed(shared_data / "nord-trondelag", encoding="latin-1")}
    path = tmp_path / "freight.yaml"
    path.write_text(propose_freight(feeds).replace("parcel_stops: hubs", "parcel_stops: all"), encoding="utf-8")
    everything = publish(bind(read_freight(path), feeds), date(2019, 1, 2))
    parcels = sampled(everything)
    trips = everything.bodies(TripPublished)

    assert sum(rides_directly(parcel, trips) for parcel in parcels) > 0.6 * len(parcels)
    assert len({parcel.origin_stop_id for parcel in parcels}) > 100
    assert {parcel.destination_stop_id for parcel in parcels} <= {
        stop.stop_id for stop in everything.bodies(StopPublished)
    }
