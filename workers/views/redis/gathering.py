"""The rows a question needs, fetched in one step and put into tables."""

from collections.abc import Callable, Iterable

from pydantic_core import from_json

from workers.views.about import About
from workers.views.columns import row_from
from workers.views.redis.keys import joined, split
from workers.views.redis.store import Store
from workers.views.rows import (
    AreaRow,
    DecisionRow,
    PlaceRow,
    PlanRow,
    RejectRow,
    RequestRow,
    RetryRow,
    Row,
    TripRow,
    WithdrawalRow,
)
from workers.views.tables import Tables

_PARCELS_AT_ONCE = 250
"""So many that nobody else waits for long meanwhile."""
_HIGHEST_OFFSET = 2**63 - 1

_KINDS: dict[str, Callable[..., Row]] = {
    kind.__name__: kind
    for kind in (
        AreaRow,
        DecisionRow,
        PlaceRow,
        PlanRow,
        RejectRow,
        RequestRow,
        RetryRow,
        TripRow,
        WithdrawalRow,
    )
}


async def gathered(store: Store, about: About) -> list[str]:
    """The rows that a question needs, as they come: lists in JSON.

    They are of one moment; where they are fetched in several steps, each parcel's are, and all are of one life
    of the read model.
    """
    named = [min(part, _HIGHEST_OFFSET) if isinstance(part, int) else part for part in about.named]
    while True:
        life, rows, parcels = await store.ask(about.subject, *named)
        found, ids = [rows], split(parcels)
        for at in range(0, len(ids), 2 * _PARCELS_AT_ONCE):
            same, rows, _ = await store.ask("standing", joined(*ids[at : at + 2 * _PARCELS_AT_ONCE]))
            if same != life:
                break
            found.append(rows)
        else:
            return found


def rows_of(found: Iterable[str]) -> list[tuple[Row, int]]:
    """What was fetched, as rows with their partitions."""
    return [(row_from(_KINDS[kind], row), partition) for rows in found for kind, partition, row in from_json(rows)]


def tables_of(rows: Iterable[tuple[Row, int]]) -> Tables:
    """The rows as tables. Trips are all in force."""
    tables = Tables()
    for row, partition in rows:
        if isinstance(row, TripRow):
            tables.hold(row)
        else:
            tables.take(row, partition)
    return tables
