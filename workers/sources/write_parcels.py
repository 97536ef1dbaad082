"""Writes parcels.csv."""

import csv
import io
from collections.abc import Iterable

from contracts.parcel import ParcelRequested
from workers.sources.parcel_columns import COLUMNS
from workers.sources.parcel_parts import flat

_ALWAYS_WRITTEN = tuple(COLUMNS)[: tuple(COLUMNS).index("value_millis") + 1]


def parcels_csv(parcels: Iterable[ParcelRequested]) -> str:
    """The file's text: a header and a row per parcel, times with offset. Columns for rules that no parcel
    asks for are left out.
    """
    rows = [flat(parcel) for parcel in parcels]
    used = {column for row in rows for column, cell in row.items() if cell is not None}
    text = io.StringIO(newline="")
    columns = [column for column in COLUMNS if column in _ALWAYS_WRITTEN or column in used]
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
