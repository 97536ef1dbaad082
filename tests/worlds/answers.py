"""Everything a read model says about a world, to compare two of them."""

from typing import Any

from contracts.instants import epoch_s
from tests.worlds.world import World
from workers.views.port import ReadModel
from workers.views.stream import START, Only

_HOUR = 3600


async def answers_of(model: ReadModel, told: World) -> dict[str, Any]:
    """The answers to all named questions, about all that the world names."""
    now, area = epoch_s(told.now), told.area.area
    answers: dict[str, Any] = {
        "areas": list(await model.areas()),
        "stream": (await model.stream(START, 10_000, Only())).entries,
        "rejects": list(await model.rejects(1000, with_retried=True)),
    }
    for parcel_id in sorted(told.parcels):
        answers[f"parcel {parcel_id}"] = await model.parcel(area, parcel_id)
    for trip_key in sorted(told.trips):
        answers[f"manifest {trip_key}"] = await model.manifest(area, trip_key)
        answers[f"called {trip_key}"] = list(await model.trips_called(told.trips[trip_key].trip_id))
    for stop_id in sorted(told.stops):
        answers[f"hub {stop_id}"] = await model.hub(area, stop_id, now - 24 * _HOUR, now + 72 * _HOUR)
    for hours in (0, 12, 24, 48):
        answers[f"figures {hours}"] = await model.figures(area, now + hours * _HOUR)
    return answers
