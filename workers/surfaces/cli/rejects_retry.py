"""`ridealong rejects retry`: publish rejected inputs again, where they belong."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workers.compose import Asked
from workers.errors import InputError
from workers.surfaces.cli.asking import ask
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.retrying import Retried, retry

_ALL = 1_000_000


def rejects_retry(
    reject_id: Annotated[str | None, typer.Argument(metavar="ID", help="As `rejects list` shows it.")] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="All that were not published again yet and can be used by now.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Once more, or though it will be rejected again. With an ID only.")
    ] = False,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish rejected inputs again, the same bytes, on the topic and the partition where they belong."""
    if (reject_id is None) == (not everything) or (everything and force):
        raise InputError("name either one ID, if need be with --force, or --all.")
    tried = _retry_one(data_dir, reject_id, force=force) if reject_id is not None else _retry_all(data_dir)
    if as_json:
        typer.echo(json.dumps({"retries": [asdict(each) for each in tried]}))
    else:
        published = sum(each.published for each in tried)
        typer.echo("\n".join([*(each.sentence for each in tried), f"Published again: {published} of {len(tried)}."]))


def _retry_one(data_dir: Path | None, reject_id: str, *, force: bool) -> list[Retried]:
    async def question(asked: Asked) -> list[Retried]:
        reject = await asked.model.reject(reject_id)
        if reject is None:
            raise InputError(f"nothing was rejected under the id {reject_id}.")
        return [await retry(asked.log, reject, force=force)]

    return ask(data_dir, question)


def _retry_all(data_dir: Path | None) -> list[Retried]:
    """What is a retry itself stays: it has been rejected twice, and would be again."""

    async def question(asked: Asked) -> list[Retried]:
        rejects = await asked.model.rejects(_ALL)
        return [await retry(asked.log, reject) for reject in reversed(rejects) if reject.retry_of is None]

    return ask(data_dir, question)
