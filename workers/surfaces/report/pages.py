"""The templates of this folder, rendered to files. Everything a user wrote is escaped."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from workers.surfaces.report import wording


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workers.surfaces.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        count=wording.count, litres=wording.litres, kilograms=wording.kilograms, parcels=wording.parcels
    )
    return environment


def write_page(path: Path, template: str, view: Any) -> None:
    """Render a template with `view` under that name, piece by piece, so that a large page needs no large text."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_environment().get_template(template).generate(view=view))
