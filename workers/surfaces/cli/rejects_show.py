"""`ridealong rejects show ID`: one input that could not be used, with its content."""

import json
from typing import Annotated

import typer

from contracts.record import Record
from workers.compose import Asked
from workers.errors import InputError
from workers.surfaces.cli.asking import ask
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.retrying import original
from workers.surfaces.telling.rejected import reject_json, reject_text
from workers.views.rejects import Reject


def rejects_show(
    reject_id: Annotated[str, typer.Argument(metavar="ID", help="As `rejects list` shows it.")],
    *,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a rejected input: why, its headers and what it says."""

    async def question(asked: Asked) -> tuple[Reject, Record | None]:
        reject = await asked.model.reject(reject_id)
        if reject is None:
            raise InputError(f"nothing was rejected under the id {reject_id}.")
        return reject, await original(asked.log, reject)

    reject, record = ask(data_dir, question)
    if as_json:
        typer.echo(json.dumps(reject_json(reject, record), ensure_ascii=False))
    else:
        typer.echo(reject_text(reject, record))
