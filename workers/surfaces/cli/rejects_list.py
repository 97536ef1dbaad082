"""`ridealong rejects list`: inputs that could not be used."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from workers.compose import Asked
from workers.surfaces.cli.asking import ask
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.telling.rejected import reject_json, reject_line
from workers.views.rejects import Reject


def rejects_list(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    everything: Annotated[bool, typer.Option("--all", help="Also those that were published again.")] = False,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the inputs that could not be used, the newest first."""

    async def question(asked: Asked) -> Sequence[Reject]:
        return await asked.model.rejects(limit, with_retried=everything)

    rejects = ask(data_dir, question)
    if as_json:
        typer.echo(json.dumps({"rejects": [reject_json(reject) for reject in rejects]}, ensure_ascii=False))
    else:
        typer.echo("\n".join(map(reject_line, rejects)) if rejects else "Nothing is rejected.")
