"""Where snapshots of deciders are kept: a cache beside the log, which may be deleted at any time.

A snapshot says up to which positions it holds the log, and names the last record before each. It is used
only if the log has got at least that far and still holds these records: a log that was put back to an
older copy, or that was made anew in the same place, does not.
"""

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import EventLog, Positions
from workers.log.witness import Witness, testifies, witness_before

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A decider's state after everything before `positions`: consumed inputs and own matches."""

    positions: Positions
    witnesses: Mapping[Topic, Witness]
    """The last record of each topic; a topic without records has none."""
    state: bytes

    async def fits(self, log: EventLog, partition: int, ends: Positions) -> bool:
        """Whether a log whose consumed inputs and matches end there has all the snapshot holds."""
        if any(self.positions.get(topic, 0) > ends.get(topic, 0) for topic in (*INPUT_TOPICS, Topic.MATCHES)):
            return False
        return all([await testifies(log, topic, partition, witness) for topic, witness in self.witnesses.items()])


async def snapshot_of(log: EventLog, partition: int, positions: Positions, state: bytes) -> Snapshot:
    """A snapshot of a decider that holds everything before these positions of the log."""
    found = {topic: await witness_before(log, topic, partition, end) for topic, end in positions.items()}
    return Snapshot(positions, {topic: witness for topic, witness in found.items() if witness is not None}, state)


class SnapshotStore(Protocol):
    """Keeps the newest snapshot of each partition."""

    async def load(self, partition: int) -> Snapshot | None:
        """The newest one, or None."""
        ...

    async def save(self, partition: int, snapshot: Snapshot) -> None:
        """Keep it in place of the one before. A store that cannot says so in the log and goes on."""
        ...


@dataclass(frozen=True, slots=True)
class NoSnapshots:
    """Every takeover replays the whole log."""

    async def load(self, partition: int) -> Snapshot | None:  # noqa: ARG002 - the port's
        """None."""
        return None

    async def save(self, partition: int, snapshot: Snapshot) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class SnapshotFolder:
    """One file per partition: a line of JSON with positions and witnesses, then the state."""

    folder: Path

    async def load(self, partition: int) -> Snapshot | None:
        """The newest one; None when there is none or its first line is damaged."""
        return await asyncio.to_thread(self._load, partition)

    async def save(self, partition: int, snapshot: Snapshot) -> None:
        """Write a new file beside the old one, then put it in its place."""
        try:
            await asyncio.to_thread(self._save, partition, snapshot)
        except OSError as error:
            _log.warning("snapshot not kept", partition=partition, reason=str(error))

    def _load(self, partition: int) -> Snapshot | None:
        try:
            head, _, state = self._path(partition).read_bytes().partition(b"\n")
            known = json.loads(head)
            positions = {Topic(topic): int(position) for topic, position in known["positions"].items()}
            witnesses = {
                Topic(topic): Witness(int(offset), str(digest))
                for topic, (offset, digest) in known["witnesses"].items()
            }
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            return None
        return Snapshot(positions, witnesses, state)

    def _save(self, partition: int, snapshot: Snapshot) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                head = {"positions": dict(snapshot.positions), "witnesses": dict(snapshot.witnesses)}
                file.write(json.dumps(head).encode() + b"\n" + snapshot.state)
            Path(name).replace(self._path(partition))
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _path(self, partition: int) -> Path:
        return self.folder / f"partition-{partition}.snapshot"
