"""Rows as they are stored: a JSON list of columns."""

from pydantic_core import to_json

from workers.views import columns
from workers.views.redis.keys import joined
from workers.views.redis.writes import Writes
from workers.views.rows import Row


def row_json(row: Row) -> str:
    """A row as it is stored."""
    return to_json(columns.values(row)).decode()


def known(writes: Writes, area: str, parcel_id: str, oldest: int) -> None:
    """That there is such a parcel, and when something of it may be over."""
    writes.enter("parcel:named", joined(parcel_id, area))
    writes.enter_oldest("age", joined(area, parcel_id), oldest)
