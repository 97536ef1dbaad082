"""Up to where a read model shows the log: for whoever watches over both, from a process of its own."""

from collections.abc import Awaitable, Callable, Mapping

from workers.errors import ViewsError
from workers.log.port import Positions
from workers.views.page import positions_of
from workers.views.port import ReadModel


class Shown:
    """Reads the positions again and again. Opens the read model when it is first called; can be pickled before."""

    def __init__(self, open_views: Callable[[], Awaitable[ReadModel]]) -> None:
        self._open_views = open_views
        self._model: ReadModel | None = None

    async def __call__(self) -> Mapping[int, Positions]:
        """By partition and topic, the offset to be shown next; nothing while the read model cannot be used."""
        try:
            if self._model is None:
                self._model = await self._open_views()
            return positions_of(await self._model.marks())
        except ViewsError:
            return {}
