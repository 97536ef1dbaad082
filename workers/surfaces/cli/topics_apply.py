"""`ridealong topics apply`: the topics on Kafka as they have to be."""

import asyncio
import json

import typer

from workers.surfaces.cli.options import JsonOption, SettingsOption
from workers.surfaces.cli.topics import Topics


def topics_apply(*, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Make the topics that are missing and set what differs. Partitions and replicas of existing ones stay as they are."""
    topics = Topics(settings)
    done = asyncio.run(topics.apply())
    if as_json:
        typer.echo(json.dumps({"done": done}))
    else:
        typer.echo("\n".join(done) or f"Nothing to do: the topics on {topics.where} are as they should be.")
