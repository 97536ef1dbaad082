"""Options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from workers.errors import InputError

LARGEST_SEED = 2**31 - 1
"""What OR-Tools takes."""

GtfsOption: TypeAlias = Annotated[
    list[str],
    typer.Option("--gtfs", metavar="FEED", help="A GTFS zip or folder; of several, each as ID=FEED, repeated."),
]
EncodingOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Encoding of GTFS files that are not UTF-8, such as latin-1."),
]
FreightOption: TypeAlias = Annotated[Path, typer.Option("--freight", metavar="FILE", help="The freight.yaml.")]
DateOption: TypeAlias = Annotated[str, typer.Option("--date", metavar="DATE", help="Service date, such as 2026-11-23.")]
DaysOption: TypeAlias = Annotated[int, typer.Option("--days", min=1, help="How many service dates, from --date on.")]
ParcelsOption: TypeAlias = Annotated[Path, typer.Option("--parcels", metavar="FILE", help="The parcels.csv.")]
NowOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="TIME", help="Decide as at this time; without offset, local. Default: noon the day before."
    ),
]
TimeLimitOption: TypeAlias = Annotated[
    float, typer.Option("--time-limit", min=0, metavar="S", help="Seconds to look for a better plan.")
]
SeedOption: TypeAlias = Annotated[
    int, typer.Option("--seed", min=0, max=LARGEST_SEED, help="The same seed, input and work give the same.")
]
DataDirOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        file_okay=False,
        help="The service's data directory. Default: Kafka, if the settings name brokers, else ridealong-data.",
    ),
]
SettingsOption: TypeAlias = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="A TOML file with more settings.", dir_okay=False)
]
HealthPortOption: TypeAlias = Annotated[
    int | None, typer.Option("--health-port", metavar="P", help="Where it answers for its health. Default: 8461.")
]
AreaOption: TypeAlias = Annotated[str | None, typer.Option("--area", metavar="AREA", help="Only this area.")]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def as_date(text: str) -> date:
    """The date of a DateOption. Raises InputError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not a date such as 2026-11-23.", field="--date") from error
