"""Up to where a log was read, to export or to judge it: a file beside the exported events, and sentences."""

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from contracts.instants import epoch_s
from contracts.topics import Topic
from workers.errors import InputError
from workers.log.port import Cut

EXPORT = "export.json"


class PartitionRead(BaseModel):
    """One partition, between two commits. `positions`: per topic, the offset of the first record not read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    partition: int
    positions: dict[Topic, int]
    waiting: int
    """So many inputs after that were there and not decided on."""


class LogRead(BaseModel):
    """A log, each partition by itself, at the latest at `read_at`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read_at: AwareDatetime
    partitions: tuple[PartitionRead, ...]

    @property
    def now(self) -> int:
        """`read_at` in seconds since 1970."""
        return epoch_s(self.read_at)


def partition_read(at: Cut) -> PartitionRead:
    """Inputs up to what was decided on, outputs to their end; a topic without records is left out."""
    positions = {topic: at.consumed.get(topic, at.ends.get(topic, 0)) for topic in Topic}
    return PartitionRead(
        partition=at.partition,
        positions={topic: position for topic, position in positions.items() if position > 0},
        waiting=at.waiting,
    )


def read_export(folder: Path) -> LogRead | None:
    """What `export` wrote beside the events; None where there is none, as in the folder of a plan."""
    path = folder / EXPORT
    try:
        return LogRead.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except ValidationError as error:
        raise InputError("this is not what export writes beside the events.", file=str(path)) from error


def sentences(read: LogRead) -> list[str]:
    """A line per partition that holds anything: the last record of each topic, as `replay --to` takes it."""
    return [_sentence(part) for part in read.partitions if part.positions or part.waiting]


def _sentence(part: PartitionRead) -> str:
    last = [f"{topic}/{part.partition}/{position - 1}" for topic, position in part.positions.items()]
    said = f"judged up to {', '.join(last) or f'nothing of partition {part.partition}'}"
    waiting = f"{part.waiting:,} event{'' if part.waiting == 1 else 's'}"
    return f"{said}; {waiting} after that not decided on yet" if part.waiting else said
