"""`ridealong parcel ID`: the whole story of a parcel."""

import json
from typing import Annotated

import typer

from workers.compose import Asked
from workers.errors import InputError
from workers.surfaces.cli.asking import ask, now, only
from workers.surfaces.cli.options import AreaOption, DataDirOption, JsonOption
from workers.surfaces.telling.story import chapters, headline, standing, story_json
from workers.surfaces.telling.words import when
from workers.views.parcel import ParcelStory


def parcel(
    parcel_id: Annotated[str, typer.Argument(metavar="ID", help="The parcel's id.")],
    *,
    area: AreaOption = None,
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell the whole story of a parcel: who asked for what, what was decided, how it stands now."""

    async def question(asked: Asked) -> ParcelStory | None:
        areas = await asked.model.areas_with_parcel(parcel_id)
        return await asked.model.parcel(only(areas, area, f"parcel {parcel_id}"), parcel_id)

    story = ask(data_dir, question)
    if story is None:
        raise InputError(f"there is no parcel {parcel_id}.")
    typer.echo(json.dumps(story_json(story, now()), ensure_ascii=False) if as_json else _text(story, now()))


def _text(story: ParcelStory, at: int) -> str:
    told = [(when(story.names, each.at), each.sentence) for each in chapters(story, at)]
    width = max((len(time) for time, _ in told), default=0)
    return "\n".join(
        [headline(story), standing(story, at), "", *(f"{time:<{width}}  {sentence}" for time, sentence in told)]
    )
