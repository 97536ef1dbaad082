"""Writes parcels.csv."""

import csv
import io
from collections.abc import Iterable

from contracts.parcel import ParcelRequested
from workers.sources.parcel_columns import COLUMNS


def parcels_csv(parcels: Iterable[ParcelRequested]) -> str:
    """The file's text: a header and a row per parcel, times with offset."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(parcel.model_dump(mode="json") for parcel in parcels)
    return text.getvalue()
