"""Options that several commands share."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

GtfsOption: TypeAlias = Annotated[
    list[str],
    typer.Option("--gtfs", metavar="FEED", help="A GTFS zip or folder; of several, each as ID=FEED, repeated."),
]
EncodingOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Encoding of GTFS files that are not UTF-8, such as latin-1."),
]
FreightOption: TypeAlias = Annotated[Path, typer.Option("--freight", metavar="FILE", help="The freight.yaml.")]
DateOption: TypeAlias = Annotated[
    datetime, typer.Option("--date", metavar="DATE", formats=["%Y-%m-%d"], help="Service date, such as 2026-11-23.")
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def as_date(value: datetime) -> date:
    """The date of a DateOption."""
    return value.date()
