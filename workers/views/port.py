"""The port to the read model: how it is fed, and the named questions it answers.

It is disposable: the log is the truth, and `clear` plus the log gives the same answers again. Every
adapter passes `tests/conformance/read_model.py`. Instants are seconds since 1970; questions about how
things stand are told `now`.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from workers.views.figures import AreaFigures
from workers.views.hub import HubList
from workers.views.lookups import TripFound
from workers.views.manifest import Manifest
from workers.views.page import Marks, Page
from workers.views.parcel import ParcelStory
from workers.views.rejects import Reject
from workers.views.rows import AreaRow
from workers.views.stream import Cursor, Only, StreamPage


class ReadModel(Protocol):
    """Answers questions from what was applied so far. All methods may raise ViewsError."""

    # how it is fed

    async def marks(self) -> Marks:
        """How far each topic of each partition is applied."""
        ...

    async def apply(self, page: Page) -> None:
        """Take over a page's rows and its position, both or neither.

        What is applied already is passed over, so applying a page twice changes nothing. Raises
        PositionGap, with nothing applied, when records between the position and the page are missing.
        """
        ...

    async def prune(self, before: int) -> None:
        """Forget what was over before then: parcels due, service dates, rejects. Areas and places stay."""
        ...

    async def clear(self) -> None:
        """Forget everything, positions too, also when what is stored is damaged."""
        ...

    async def close(self) -> None:
        """Let go of files and sockets."""
        ...

    # what it is asked

    async def areas(self) -> Sequence[AreaRow]:
        """The published areas, by name."""
        ...

    async def areas_with_parcel(self, parcel_id: str) -> Collection[str]:
        """In which areas a parcel of that id is known."""
        ...

    async def parcel(self, area: str, parcel_id: str) -> ParcelStory | None:
        """Status and whole history of a parcel."""
        ...

    async def trips_called(self, name: str) -> Collection[TripFound]:
        """Trips with that trip_key or trip_id."""
        ...

    async def manifest(self, area: str, trip_key: str) -> Manifest | None:
        """What to unload and load at each call of a trip; None = neither trip nor load is known."""
        ...

    async def hub(self, area: str, stop_id: str, since: int, until: int) -> HubList:
        """What waits at a place at some moment of `[since, until)`, from which trip and for which."""
        ...

    async def stream(self, after: Cursor, limit: int, only: Only, timeout_s: float = 0) -> StreamPage:
        """Decisions from a place on: of the next `limit` those that pass the filter.

        At the end of the stream it waits for a decision, at most `timeout_s`. Within a partition the
        order is that of the log; a decision whose request was not yet applied comes without it.
        """
        ...

    async def end_of_stream(self) -> Cursor:
        """The place after the newest decision."""
        ...

    async def figures(self, area: str, now: int) -> AreaFigures:
        """How the open parcels of an area stand."""
        ...

    async def rejects(self, limit: int, *, with_retried: bool = False) -> Sequence[Reject]:
        """Inputs that could not be used, the newest first; those that wait to be retried, or all."""
        ...

    async def reject(self, reject_id: str) -> Reject | None:
        """One rejected input."""
        ...
