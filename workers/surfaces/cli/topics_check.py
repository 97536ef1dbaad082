"""`ridealong topics check`: in what the topics on Kafka differ from what they should be."""

import asyncio
import json

import typer

from workers.surfaces.cli.options import JsonOption, SettingsOption
from workers.surfaces.cli.topics import Topics


def topics_check(*, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Say in what the topics differ from what they should be: a sentence for each, and exit 1 if there is any."""
    topics = Topics(settings)
    differences = asyncio.run(topics.check())
    if as_json:
        typer.echo(json.dumps({"differences": differences}))
    else:
        typer.echo("\n".join(differences) or f"The topics on {topics.where} are as they should be.")
    if differences:
        raise typer.Exit(1)
