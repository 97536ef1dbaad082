"""The read model in memory: for a command that finds no place to keep one, and for tests."""

from collections.abc import Callable
from typing import TypeVar

from contracts.topics import Topic
from workers.views.about import About
from workers.views.answering import AnsweringReadModel
from workers.views.lookups import Lookups
from workers.views.page import Mark, Marks, Page, mark_of, unapplied
from workers.views.tables import Tables

T = TypeVar("T")


class MemoryReadModel(AnsweringReadModel):
    """A ReadModel that lives as long as the object. For one thread."""

    def __init__(self) -> None:
        self._marks: dict[int, dict[Topic, Mark]] = {}
        self._tables = Tables()

    async def ask(self, _about: About, question: Callable[[Lookups], T]) -> T:
        """Ask at once."""
        return question(self._tables)

    async def marks(self) -> Marks:
        """How far each topic of each partition is applied."""
        return {partition: dict(topics) for partition, topics in self._marks.items()}

    async def apply(self, page: Page) -> None:
        """Take over what is new of a page."""
        rows = unapplied(page, mark_of(self._marks, page.partition, page.topic).position)
        if rows is None:
            return
        for row in rows:
            self._tables.take(row, page.partition)
        self._marks.setdefault(page.partition, {})[page.topic] = Mark(page.end, page.digest)

    async def prune(self, before: int) -> None:
        """Forget what was over before then."""
        self._tables.prune(before)

    async def clear(self) -> None:
        """Forget everything."""
        self._marks.clear()
        self._tables = Tables()

    async def close(self) -> None:
        """Nothing to let go of."""
