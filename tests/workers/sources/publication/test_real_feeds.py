from datetime import date
from pathlib import Path

import pytest

from contracts.envelope import from_line, to_line
from contracts.trip import TripPublished
from tests.workers.sources.freight.small_area import freight_file
from tests.workers.sources.publication.published import Published, publish
from workers.sources.freight.bind import bind
from workers.sources.freight.propose import MOST_HUBS, propose_freight
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import Feed, read_feed

KODIS_BUSIEST = date(2018, 10, 19)


@pytest.fixture(scope="module")
def kodis(shared_data: Path) -> Feed:
    return read_feed(shared_data / "kodis" / "gtfs.zip")


def published(folder: Path, feed: Feed, *, parcel_stops: str, service_date: date) -> Published:
    """With the file that `init freight` proposes."""
    text = propose_freight({None: feed}).replace("parcel_stops: hubs", f"parcel_stops: {parcel_stops}")
    return publish(bind(read_freight(freight_file(folder, text)), {None: feed}), service_date)


@pytest.mark.slow
@pytest.mark.parametrize("parcel_stops", ["hubs", "all"])
def test_the_busiest_date_of_a_region_is_published_whole(tmp_path: Path, kodis: Feed, parcel_stops: str) -> None:
    everything = published(tmp_path, kodis, parcel_stops=parcel_stops, service_date=KODIS_BUSIEST)

    trips = everything.bodies(TripPublished)
    scheduled = list(kodis.trips_on(KODIS_BUSIEST))
    assert everything.counts == {f"feed@{KODIS_BUSIEST}": len(scheduled)}
    assert len(trips) == len(scheduled) > 8_600
    assert sum(len(trip.calls) for trip in trips) == sum(len(trip.calls) for trip in scheduled)
    accepting = [stop for stop in everything.stops.values() if stop.accepts]
    assert len(accepting) == (MOST_HUBS if parcel_stops == "hubs" else len(everything.stops))
    assert everything.findings == []


@pytest.mark.parametrize(
    ("path", "encoding", "service_date", "least_trips"),
    [
        ("zakroczym/gtfs.zip", None, date(2025, 11, 12), 40),
        ("nord-trondelag", "latin-1", date(2019, 1, 2), 832),
        ("redding/raba.zip", None, date(2025, 5, 22), 200),
        ("transcollines/transcollines-qc-ca.zip", None, date(2026, 4, 20), 25),
    ],
)
def test_every_event_of_a_real_feed_reads_back_as_it_was_written(
    tmp_path: Path, shared_data: Path, path: str, encoding: str | None, service_date: date, least_trips: int
) -> None:
    feed = read_feed(shared_data / path, encoding=encoding)
    everything = published(tmp_path, feed, parcel_stops="all", service_date=service_date)

    assert len(everything.trips) >= least_trips
    assert [from_line(to_line(event)) for event in everything.events] == everything.events
