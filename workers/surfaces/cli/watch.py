"""`ridealong watch`: the match stream, one line per decision, live."""

import asyncio
import json
from typing import Annotated

import typer

from workers.compose import Asked
from workers.surfaces.cli.asking import ask
from workers.surfaces.cli.options import AreaOption, DataDirOption
from workers.surfaces.telling.match_line import match_json, match_line
from workers.views.names import Names
from workers.views.projector import Projector
from workers.views.stream import START, Cursor, Only

_PAGE = 200
_WAIT_S = 1.0
_FROM_THE_START = "start"
_NO_NAMES = Names(None, {}, {})


def watch(
    *,
    resume: Annotated[
        str | None,
        typer.Option("--from", metavar="ID", help="Go on where another watch ended, or `start`. Default: now."),
    ] = None,
    area: AreaOption = None,
    trip: Annotated[str | None, typer.Option(metavar="TRIP", help="Only decisions with a leg on this trip.")] = None,
    shipper: Annotated[str | None, typer.Option(metavar="ID", help="Only parcels of this shipper.")] = None,
    stop: Annotated[str | None, typer.Option(metavar="ID", help="Only parcels that come by this place.")] = None,
    matched: Annotated[
        bool | None, typer.Option("--matched/--unmatched", help="Only matches, or only the others.")
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow/--no-follow", help="Wait for more, or end with what is there.")
    ] = True,
    data_dir: DataDirOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Watch decisions as they are made, one line each. Ctrl-C ends it and says how to go on."""
    only = Only(area=area, trip=trip, shipper=shipper, stop=stop, matched=matched)
    start = None if resume is None else START if resume == _FROM_THE_START else Cursor.parse(resume)
    ask(data_dir, _Watch(start, only, follow=follow, as_json=as_json).run)


class _Watch:
    """Prints the stream from a place on; None = from what is decided from now on."""

    def __init__(self, start: Cursor | None, only: Only, *, follow: bool, as_json: bool) -> None:
        self._cursor = start
        self._only = only
        self._follow = follow
        self._as_json = as_json

    async def run(self, asked: Asked) -> None:
        """Print until the end or, when following, until interrupted."""
        stop = asyncio.Event()
        projecting = asyncio.create_task(Projector(asked.log, asked.model, asked.settings).run(stop))
        try:
            await self._print(asked)
        finally:
            stop.set()
            await projecting
            if self._cursor is not None and not self._as_json:
                typer.echo(f"Go on with --from {str(self._cursor) or _FROM_THE_START}", err=True)

    async def _print(self, asked: Asked) -> None:
        cursor = self._cursor = await asked.model.end_of_stream() if self._cursor is None else self._cursor
        while True:
            page = await asked.model.stream(cursor, _PAGE, self._only, _WAIT_S if self._follow else 0)
            for entry in page.entries:
                cursor = cursor.after(entry)
                names = page.names.get(entry.decision.area, _NO_NAMES)
                told = match_json(entry, names, cursor) if self._as_json else None
                typer.echo(match_line(entry, names) if told is None else json.dumps(told, ensure_ascii=False))
            cursor = self._cursor = page.cursor
            if page.at_end and not self._follow:
                return
