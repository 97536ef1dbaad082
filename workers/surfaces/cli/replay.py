"""`ridealong replay`: how things stood at a place of the log."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import InputError
from workers.log.port import EventLog
from workers.matching.standing import Standing, fold_to
from workers.surfaces.cli.options import DataDirOption, JsonOption
from workers.surfaces.cli.progress import waiting
from workers.surfaces.cli.running import with_log

END = "end"
_FOLDED = (*INPUT_TOPICS, Topic.MATCHES)


def replay(
    *,
    to: Annotated[
        str,
        typer.Option(
            metavar="POSITION",
            help="The last record to fold, as TOPIC/PARTITION/OFFSET such as ridealong.parcels/3/120, or `end`.",
        ),
    ],
    data_dir: DataDirOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fold the log up to a position, deciding nothing, and print how each area stands then.

    Of the position's partition the other topics are folded up to its newest commit; with `end`, all
    topics of all partitions are.
    """
    with waiting() as tell:
        tell("folding the log")
        standings = with_log(data_dir, lambda log: _fold(log, to))
    if as_json:
        typer.echo(json.dumps([_figures(standing) for standing in standings], ensure_ascii=False))
    else:
        typer.echo("\n".join(map(_text, standings)) or "No area is known up to there.")


async def _fold(log: EventLog, to: str) -> list[Standing]:
    if to == END:
        return [standing for partition in range(log.partitions) for standing in await _standings(log, partition, {})]
    topic, partition, offset = _position(to, log.partitions)
    end = (await log.ends(partition))[topic]
    if offset >= end:
        known = f"its last record is {end - 1}" if end else "it has no record"
        raise InputError(f"there is no {to}: {known}.", field="--to")
    return await _standings(log, partition, {topic: offset + 1})


async def _standings(log: EventLog, partition: int, instead: dict[Topic, int]) -> list[Standing]:
    at = await log.cut(partition)
    newest = {**at.consumed, Topic.MATCHES: at.ends[Topic.MATCHES]}
    return await fold_to(log, partition, {**newest, **instead})


def _position(text: str, partitions: int) -> tuple[Topic, int, int]:
    topic, _, rest = text.partition("/")
    partition, _, offset = rest.partition("/")
    if topic not in _FOLDED or not partition.isdecimal() or not offset.isdecimal():
        topics = ", ".join(_FOLDED)
        sentence = f"{text!r} is neither `end` nor TOPIC/PARTITION/OFFSET with one of the topics {topics}"
        raise InputError(f"{sentence}.", field="--to")
    if int(partition) >= partitions:
        raise InputError(f"the log has partitions 0 to {partitions - 1}, not {partition}.", field="--to")
    return Topic(topic), int(partition), int(offset)


def _figures(standing: Standing) -> dict[str, Any]:
    return {**asdict(standing), "dates": [date.isoformat() for date in standing.dates]}


def _text(standing: Standing) -> str:
    decided = "never" if standing.decided_at is None else datetime.fromtimestamp(standing.decided_at, UTC).isoformat()
    dates = f"{standing.dates[0]} to {standing.dates[-1]}" if standing.dates else "no date"
    return (
        f"{standing.area}: {standing.open_parcels:,} open parcels, {standing.matched:,} of them matched; "
        f"{standing.trips:,} trips in force ({dates}); last decided {decided}, plan {standing.plans}"
    )
