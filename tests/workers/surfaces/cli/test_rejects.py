"""`rejects list|show|retry`: what could not be used is published again where it belongs, and never twice by accident."""

import asyncio
import base64
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from contracts.envelope import to_message
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.record import Message, Record
from contracts.topics import Topic
from tests.workers.surfaces.cli.data_dir import MORNING, decide, decided, in_log
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.surfaces.cli import main

HOME = partition_of("vidzeme", DEFAULT_PARTITIONS)
ELSEWHERE = (HOME + 1) % DEFAULT_PARTITIONS
REQUESTS = [event for event in MORNING.events if event.kind.name == "parcel.requested"]
TIMETABLE = [event for event in MORNING.events if event.kind.topic == Topic.TIMETABLES]
STRAY = to_message(REQUESTS[0])
NONSENSE = Message(b"vidzeme", b"no JSON \xff at all")
Run = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A stray request on the wrong partition, one on the wrong topic, and nonsense: all three rejected."""

    async def work(log: EventLog) -> None:
        await publish(log, TIMETABLE)
        await log.append(Topic.PARCELS, [STRAY], partition=ELSEWHERE)
        await log.append(Topic.TIMETABLES, [to_message(REQUESTS[1])], partition=HOME)
        await log.append(Topic.PARCELS, [NONSENSE], partition=HOME)
        await decide(log)

    in_log(tmp_path, work)
    return tmp_path


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert main.run(["rejects", *words, "--data-dir", str(data)]) == status
        said = capsys.readouterr()
        return said.out if status == 0 else said.err

    return command


STRAY_ID = f"ridealong.parcels/{ELSEWHERE}/0"
MISPLACED_ID = f"ridealong.timetables/{HOME}/{len(TIMETABLE)}"
NONSENSE_ID = f"ridealong.parcels/{HOME}/0"


def records(folder: Path, topic: Topic, partition: int) -> Sequence[Record]:
    async def read() -> Sequence[Record]:
        async with await SqliteLog.open(folder / "log.sqlite") as log:
            return await log.read(topic, partition, 0)

    return asyncio.run(read())


def codes(text: str) -> dict[str, str]:
    return {reject["id"]: reject["code"] for reject in json.loads(text)["rejects"]}


def test_they_are_listed_with_their_codes(run: Run) -> None:
    assert codes(run("list", "--json")) == {
        STRAY_ID: "WRONG_PARTITION",
        MISPLACED_ID: "UNKNOWN_TYPE",
        NONSENSE_ID: "NOT_CLOUDEVENT" if b"{" in NONSENSE.value else "NOT_JSON",
    }
    assert len(run("list").splitlines()) == 3
    assert len(run("list", "--limit", "1").splitlines()) == 1


def test_one_is_shown_with_its_headers_and_its_content(run: Run) -> None:
    told = run("show", STRAY_ID)
    assert "  code: WRONG_PARTITION" in told
    assert "  ce_id: P1#1" in told
    assert '"parcel_id":"P1"' in told
    shown = json.loads(run("show", NONSENSE_ID, "--json"))
    assert base64.b64decode(shown["payload_base64"]) == NONSENSE.value
    assert "6e 6f 20" in run("show", NONSENSE_ID)
    assert "nothing was rejected under the id x/1/2" in run("show", "x/1/2", status=2)


def test_a_retry_publishes_the_same_bytes_where_they_belong(run: Run, data: Path) -> None:
    assert f"{STRAY_ID} is published again on ridealong.parcels/{HOME}." in run("retry", STRAY_ID)
    again = records(data, Topic.PARCELS, HOME)[-1]
    assert (again.key, again.value) == (STRAY.key, STRAY.value)
    assert again.headers == (*STRAY.headers, ("ridealong-retry-of", STRAY_ID.encode()))


def test_what_was_retried_is_decided(run: Run, data: Path) -> None:
    run("retry", "--all")
    decided(data, [])
    assert main.run(["parcel", "P1", "--data-dir", str(data)]) == 0
    assert main.run(["parcel", "P2", "--data-dir", str(data)]) == 0
    assert codes(run("list", "--json")).keys() == {NONSENSE_ID}
    assert codes(run("list", "--all", "--json")).keys() == {STRAY_ID, MISPLACED_ID, NONSENSE_ID}


def test_all_that_can_be_used_are_published_once(run: Run, data: Path) -> None:
    assert run("retry", "--all").endswith("Published again: 2 of 3.\n")
    assert run("retry", "--all").endswith("Published again: 0 of 1.\n")
    assert [r.value for r in records(data, Topic.PARCELS, HOME)].count(STRAY.value) == 1
    assert [r.value for r in records(data, Topic.PARCELS, HOME)].count(to_message(REQUESTS[1]).value) == 1


def test_a_second_retry_of_one_asks_for_force(run: Run, data: Path) -> None:
    run("retry", STRAY_ID)
    assert "has been published again already" in run("retry", STRAY_ID)
    assert [r.value for r in records(data, Topic.PARCELS, HOME)].count(STRAY.value) == 1
    run("retry", STRAY_ID, "--force")
    assert [r.value for r in records(data, Topic.PARCELS, HOME)].count(STRAY.value) == 2


def test_what_would_be_rejected_again_is_not_published(run: Run, data: Path) -> None:
    before = len(records(data, Topic.PARCELS, HOME))
    assert f"{NONSENSE_ID} would be rejected again: " in run("retry", NONSENSE_ID)
    assert len(records(data, Topic.PARCELS, HOME)) == before


def test_a_retry_that_was_rejected_again_is_left_to_people(run: Run, data: Path) -> None:
    run("retry", NONSENSE_ID, "--force")
    decided(data, [])
    second = f"ridealong.parcels/{HOME}/1"
    assert codes(run("list", "--json")).keys() >= {second}
    run("retry", "--all")
    told = json.loads(run("list", "--all", "--json"))["rejects"]
    (reject,) = [reject for reject in told if reject["id"] == second]
    assert (reject["retry_of"], reject["retry"]) == (NONSENSE_ID, None)


@pytest.mark.parametrize("words", [[], ["x", "--all"], ["--all", "--force"]], ids=" ".join)
def test_what_to_retry_is_said_clearly(run: Run, words: list[str]) -> None:
    assert "name either one ID" in run("retry", *words, status=2)


def test_nothing_rejected_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "fine"
    folder.mkdir()
    decided(folder)
    assert main.run(["rejects", "list", "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().out == "Nothing is rejected.\n"
