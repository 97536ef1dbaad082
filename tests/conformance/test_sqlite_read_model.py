"""The SQLite read model keeps to the port."""

from pathlib import Path

from tests.conformance.read_model import ReadModelBehaviours
from workers.views.port import ReadModel
from workers.views.sqlite.model import SqliteReadModel


class TestSqliteReadModel(ReadModelBehaviours):
    async def open(self, folder: Path) -> ReadModel:
        return await SqliteReadModel.open(folder / "views.sqlite")
