"""The read model in memory keeps to the port."""

from pathlib import Path

from tests.conformance.read_model import ReadModelBehaviours
from workers.views.memory import MemoryReadModel
from workers.views.port import ReadModel


class TestMemoryReadModel(ReadModelBehaviours):
    async def open(self, _folder: Path) -> ReadModel:
        return MemoryReadModel()
