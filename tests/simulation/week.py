"""A week of the Vidzeme sample as it would reach a running service: who publishes what, and when.

Every day at noon tomorrow's timetable is published. The sample's parcels come back every day, each
at a random moment before it is ready; some are asked for again with a later due time, some withdrawn,
some delivered twice by their transport.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.units import Body
from workers.samples.region import SAMPLES
from workers.sources.day import load_area
from workers.sources.findings import Findings
from workers.sources.freight.bind import FreightArea
from workers.sources.parcels_csv import ParcelReader
from workers.sources.publication.publish import publish_timetable
from workers.sources.publication.stamp import Stamp, numbered_ids

VIDZEME = next(sample for sample in SAMPLES if sample.area == "vidzeme")
FIRST_DAY = VIDZEME.service_date
NOON_UTC_H = 10
"""Noon in Riga in winter."""
LOOK_EVERY_S = 60
"""Shops' requests arrive on full minutes: what comes in the same minute is decided together."""


@dataclass(frozen=True)
class Happening:
    """Events that are published together, in seconds since 1970."""

    at: int
    events: list[Event]


@dataclass
class Week:
    """`days` service dates from the sample's on."""

    days: int
    seed: int
    _new_id: Callable[[], str] = field(default_factory=lambda: numbered_ids("week"))

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._area, findings = load_area(
            [str(VIDZEME.gtfs)], VIDZEME.freight, encoding=None, on_progress=lambda _what: None
        )
        reader = ParcelReader(self._area.settings, self._area.places.place_of, self._area.places.distance_m)
        self._sample = reader.read(VIDZEME.parcels, findings, [FIRST_DAY])

    @property
    def begins(self) -> int:
        """Noon before the first service date."""
        return _noon_before(FIRST_DAY)

    @property
    def midnights(self) -> list[int]:
        """The end of each service date, and of the day after the last."""
        return [_noon_before(FIRST_DAY + timedelta(days=day)) + 36 * 3600 for day in range(self.days + 1)]

    def happenings(self) -> list[Happening]:
        """All of it, in the order of time."""
        told: dict[int, list[Event]] = {}
        for day in range(self.days):
            service_date = FIRST_DAY + timedelta(days=day)
            noon = _noon_before(service_date)
            told.setdefault(noon, []).extend(_timetable(self._area, service_date, self._stamp(noon)))
            for at, event in self._parcels(day, noon):
                told.setdefault(at, []).append(event)
        return [Happening(at, events) for at, events in sorted(told.items())]

    def _parcels(self, day: int, noon: int) -> Iterator[tuple[int, Event]]:
        later = timedelta(days=day)
        for sample in self._sample:
            parcel = _of_day(sample, day).model_copy(
                update={"ready_at": sample.ready_at + later, "due_at": sample.due_at + later}
            )
            ready = epoch_s(parcel.ready_at)
            at = self._minute(self._random.randint(noon + 600, max(noon + 1200, ready)))
            yield from self._story(parcel, at)

    def _story(self, parcel: ParcelRequested, at: int) -> Iterator[tuple[int, Event]]:
        """What is told of one parcel."""
        asked = self._event(parcel, at)
        yield at, asked
        chance = self._random.random()
        soon = self._minute(at + self._random.randint(60, 4 * 3600))
        if chance < 0.05:
            yield soon, self._event(ParcelWithdrawn(parcel_id=parcel.parcel_id, reason="sold in the shop"), soon)
        elif chance < 0.10 and soon < epoch_s(parcel.due_at) - 600:
            patient = parcel.model_copy(update={"due_at": parcel.due_at + timedelta(hours=2)})
            yield soon, self._event(patient, soon)
        elif chance < 0.13:
            yield soon, replace(asked)

    def _event(self, body: Body, at: int) -> Event:
        return self._stamp(at).event("shipper:sample", body)

    def _stamp(self, at: int) -> Stamp:
        return Stamp(self._area.settings.area, datetime.fromtimestamp(at, UTC), self._new_id)

    def _minute(self, instant: int) -> int:
        return instant - instant % LOOK_EVERY_S + LOOK_EVERY_S


def _of_day(parcel: ParcelRequested, day: int) -> ParcelRequested:
    """The same by other names, and bound to those of its own day."""
    after, consignment = parcel.after_parcel_id, parcel.consignment
    if consignment is not None:
        consignment = consignment.model_copy(update={"consignment_id": f"{consignment.consignment_id}-{day}"})
    return parcel.model_copy(
        update={
            "parcel_id": f"{parcel.parcel_id}-{day}",
            "after_parcel_id": None if after is None else f"{after}-{day}",
            "consignment": consignment,
        }
    )


def _timetable(area: FreightArea, service_date: date, stamp: Stamp) -> Iterator[Event]:
    return publish_timetable(area, [service_date], stamp=stamp, findings=Findings())


def _noon_before(service_date: date) -> int:
    day_before = service_date - timedelta(days=1)
    return int(datetime(day_before.year, day_before.month, day_before.day, NOON_UTC_H, tzinfo=UTC).timestamp())
