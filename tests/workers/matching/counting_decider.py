"""A decider one can check by eye: it answers each input with a match that carries its running number.

What it does beside that is said by the value of the input:
`bad ...` is rejected; `alarm 500` causes one more match at second 500; `sleep 60` takes that long to
decide; `exit once FILE` and `raise once FILE` fail unless the file is there, and make it.
"""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import Output
from workers.matching.decider import Outcome


class CountingDecider:
    def __init__(self, partition: int) -> None:
        self.partition = partition
        self.folded: list[str] = []
        self.nows: list[int] = []
        self._seen = 0
        self._alarms: set[int] = set()
        self._rung: set[int] = set()

    def replay(self, records: Sequence[Record]) -> None:
        for record in records:
            self.folded.append(f"{record.topic}/{record.offset}")
            self._fold(record)

    def decide(self, records: Sequence[Record], now: int) -> Outcome:
        self.nows.append(now)
        outputs = [self._answer(record) for record in records]
        for alarm in sorted(self._alarms - self._rung):
            if alarm <= now:
                self._rung.add(alarm)
                outputs.append(_output(Topic.MATCHES, f"rang {alarm}"))
        return Outcome(tuple(outputs), {"areas": "vidzeme", "seen": self._seen})

    def next_alarm(self) -> int | None:
        return min(self._alarms - self._rung, default=None)

    def snapshot(self) -> bytes:
        return json.dumps([self._seen, sorted(self._alarms), sorted(self._rung)]).encode()

    def restore(self, snapshot: bytes) -> bool:
        if not snapshot.startswith(b"["):
            return False
        seen, alarms, rung = json.loads(snapshot)
        self._seen, self._alarms, self._rung = seen, set(alarms), set(rung)
        return True

    def _fold(self, record: Record) -> None:
        self._seen += record.topic in INPUT_TOPICS
        match record.value.decode().split():
            case ["alarm", instant]:
                self._alarms.add(int(instant))
            case ["rang", instant]:
                self._rung.add(int(instant))

    def _answer(self, record: Record) -> Output:
        _misbehave(record.value.decode())
        self._fold(record)
        if record.value.startswith(b"bad"):
            return _output(Topic.REJECTS, f"{self._seen} {record.value.decode()}")
        return _output(Topic.MATCHES, f"{self._seen} {record.value.decode()}")


def _misbehave(text: str) -> None:
    match text.split(maxsplit=2):
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["exit", "once", path] if not Path(path).exists():
            Path(path).touch()
            os._exit(3)
        case ["raise", "once", path] if not Path(path).exists():
            Path(path).touch()
            raise ValueError("told to")
        case ["raise", "always"]:
            raise ValueError("told to")


def _output(topic: Topic, text: str) -> Output:
    return topic, Message(b"vidzeme", text.encode(), (("ce_id", text.encode()),))
