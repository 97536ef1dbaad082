"""Options of the commands that simulate."""

from typing import Annotated, TypeAlias

import typer

TimesOption: TypeAlias = Annotated[int, typer.Option("--times", min=1, help="How often each trip is drawn.")]
CorrelationOption: TypeAlias = Annotated[
    float,
    typer.Option(
        "--correlation",
        min=0,
        max=1,
        help="How often a stretch is as full as the day; else it is drawn alone. 1 = all of a trip rise and fall together.",
    ),
]
