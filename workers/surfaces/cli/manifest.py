"""`ridealong manifest TRIP`: what to unload and load at each call of a trip."""

import json
from typing import Annotated

import typer
from rich.console import Console

from workers.compose import Asked
from workers.errors import InputError
from workers.surfaces.cli.asking import ask
from workers.surfaces.cli.options import AreaOption, DataDirOption, JsonOption, as_date
from workers.surfaces.telling.manifest_table import manifest_json, print_manifest
from workers.views.lookups import TripFound
from workers.views.manifest import Manifest

_SHOWN = 10


def manifest(
    trip: Annotated[str, typer.Argument(metavar="TRIP", help="A trip_key, or a trip_id with --date.")],
    *,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The service date, such as 2026-11-23.")] = None,
    area: AreaOption = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what to unload and load at each call of a trip."""
    service_date = None if date is None else as_date(date).isoformat()

    async def question(asked: Asked) -> Manifest | None:
        called = await asked.model.trips_called(trip)
        meant = _meant(trip, [found for found in called if _fits(found, service_date, area)])
        return await asked.model.manifest(meant.area, meant.trip_key)

    found = ask(data_dir, question)
    if found is None:
        raise InputError(f"there is no trip {trip}.")
    if as_json:
        typer.echo(json.dumps(manifest_json(found), ensure_ascii=False))
    else:
        print_manifest(Console(), found)


def _fits(found: TripFound, service_date: str | None, area: str | None) -> bool:
    return service_date in {None, found.service_date} and area in {None, found.area}


def _meant(trip: str, found: list[TripFound]) -> TripFound:
    if not found:
        raise InputError(f"there is no trip {trip} in force, and none with parcels, on the dates that are known.")
    if len(found) > 1:
        keys = ", ".join(f"{each.trip_key} ({each.area})" for each in found[:_SHOWN])
        raise InputError(f"several trips are called {trip}: {keys}. Name one, with --date or --area.")
    return found[0]
