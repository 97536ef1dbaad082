"""publish, submit, export, verify and replay on a data directory where no service runs."""

import asyncio
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.envelope import from_record
from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.timetable import TimetablePublished
from contracts.topics import Topic
from workers.clock import FixedClock
from workers.compose import system_log
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider
from workers.matching.worker import Worker
from workers.samples.region import SAMPLES
from workers.service.data_dir import DataDir
from workers.service.lock import held_lock
from workers.settings import Settings
from workers.surfaces.cli.main import run

VIDZEME, FUNDAO = SAMPLES
DAY = VIDZEME.service_date.isoformat()
NOON_BEFORE = int(datetime.fromisoformat("2026-11-23T12:00:00+02:00").timestamp())


def empty(folder: Path) -> DataDir:
    """A data directory whose service is down and has seen nothing."""
    data = DataDir(folder)
    data.make()

    async def make_log() -> None:
        async with await SqliteLog.open(data.log):
            pass

    asyncio.run(make_log())
    return data


def copy_of(data: DataDir, folder: Path) -> DataDir:
    """What was made once is copied for each test: faster than reading the feed again."""
    shutil.copytree(data.path, folder)
    return DataDir(folder)


@pytest.fixture(scope="module")
def vidzeme_published(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    made = empty(tmp_path_factory.mktemp("published") / "data")
    assert publish(made) == 0
    return made


@pytest.fixture(scope="module")
def vidzeme_decided(vidzeme_published: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    made = copy_of(vidzeme_published, tmp_path_factory.mktemp("decided") / "data")
    assert submit(made, VIDZEME.parcels) == 0
    decide(made)
    return made


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    """Nothing is published."""
    return empty(tmp_path / "data")


@pytest.fixture
def published(vidzeme_published: DataDir, tmp_path: Path) -> DataDir:
    """Vidzeme is published, nothing is submitted."""
    return copy_of(vidzeme_published, tmp_path / "data")


@pytest.fixture
def decided(vidzeme_decided: DataDir, tmp_path: Path) -> DataDir:
    """The sample parcels of Vidzeme are decided on."""
    return copy_of(vidzeme_decided, tmp_path / "data")


def publish(data: DataDir, sample: Any = VIDZEME, *options: str) -> int:
    feed = ["publish", "gtfs", str(sample.gtfs), "--freight", str(sample.freight)]
    return run(
        [*feed, "--date", sample.service_date.isoformat(), "--days", "1", "--data-dir", str(data.path), *options]
    )


def submit(data: DataDir, file: Path, *options: str) -> int:
    return run(["submit", "parcels", str(file), "--data-dir", str(data.path), *options])


def events(data: DataDir, topic: Topic) -> list[Event]:
    async def read() -> list[Event]:
        async with system_log(Settings(data_dir=data.path)) as log:
            records = [record for p in range(log.partitions) for record in await log.read(topic, p, 0)]
            return [from_record(record, log.partitions) for record in records]

    return asyncio.run(read())


def decide(data: DataDir) -> None:
    """What a worker makes of all there is, as at noon of the day before."""

    async def work() -> None:
        async with system_log(Settings(data_dir=data.path)) as log:
            settings = LoopSettings(EVERYTHING, FixedClock(NOON_BEFORE), until_drained=True)
            deciders = InProcessDeciders(MakePartitionDecider(log.partitions))
            await Worker(log, deciders, GivenHoldings(log, "worker", range(log.partitions)), settings).run(
                asyncio.Event()
            )

    asyncio.run(work())


def test_a_timetable_is_published_and_one_is_told_that_nobody_decides(
    data: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(data) == 0
    said = capsys.readouterr().out.splitlines()
    published = events(data, Topic.TIMETABLES)
    trips = sum(event.data.trips for event in published if isinstance(event.data, TimetablePublished))
    assert said[0] == f"Published {trips} trips for vidzeme, {DAY}: {len(published)} events."
    assert said[-1] == (
        f"No service runs on {data.path}, so nobody decides yet: start one with ridealong up --data-dir {data.path}"
    )


def test_while_a_service_runs_nobody_is_told_otherwise(data: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    with held_lock(data.lock):
        assert publish(data, VIDZEME, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["nobody_decides"] is None
    assert (told["area"], told["dates"]) == ("vidzeme", [DAY])


def test_without_a_log_there_is_nothing_to_publish_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(DataDir(tmp_path / "none")) == 2
    said = capsys.readouterr().err
    assert f"{tmp_path / 'none'}: there is no Ridealong log in this data directory. `ridealong up` makes one" in said
    assert not (tmp_path / "none").exists()


def test_parcels_are_submitted_and_one_is_told_how_to_follow_them(
    published: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert submit(published, VIDZEME.parcels) == 0
    said = capsys.readouterr().out
    submitted = [event.data for event in events(published, Topic.PARCELS)]
    assert len(submitted) > 100
    assert all(isinstance(parcel, ParcelRequested) and parcel.value_millis > 0 for parcel in submitted)
    assert f"Submitted {len(submitted)} parcels to vidzeme." in said
    assert "the stop 'jekabpils-ao' is not published" in said
    assert "Follow them with ridealong watch, or one of them with ridealong parcel VZ-001" in said


def test_of_a_file_with_a_bad_row_nothing_is_submitted(
    published: DataDir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = VIDZEME.parcels.read_text(encoding="utf-8").splitlines()
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "\n".join([*lines[:3], lines[3].replace("VZ-", ""), lines[4].replace("2026", "soon")]), encoding="utf-8"
    )
    assert submit(published, bad) == 2
    assert f"{bad}:5: ready_at: " in capsys.readouterr().err
    assert events(published, Topic.PARCELS) == []


def test_an_area_that_nobody_published_is_refused(data: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    assert submit(data, VIDZEME.parcels) == 2
    assert "no area is published here yet" in capsys.readouterr().err
    publish(data)
    assert submit(data, VIDZEME.parcels, "--area", "latgale") == 2
    assert "--area: the area 'latgale' is not published here" in capsys.readouterr().err


def test_of_several_areas_one_has_to_be_named(published: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    publish(published, FUNDAO)
    assert submit(published, FUNDAO.parcels) == 2
    assert "several areas are published here: fundao, vidzeme. Name one." in capsys.readouterr().err
    assert submit(published, FUNDAO.parcels, "--area", "fundao") == 0
    assert {event.area for event in events(published, Topic.PARCELS)} == {"fundao"}


def test_what_is_exported_is_a_plan_that_keeps_every_rule(
    decided: DataDir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(decided, VIDZEME.parcels)  # not decided on
    capsys.readouterr()
    out = tmp_path / "out"
    assert run(["export", "--out", str(out), "--data-dir", str(decided.path)]) == 0
    inputs = len(events(decided, Topic.TIMETABLES)) + len(events(decided, Topic.PARCELS)) // 2
    outputs = len(events(decided, Topic.MATCHES))
    assert capsys.readouterr().out.splitlines() == [
        f"Wrote {inputs} events to {out / 'events.jsonl'} and {outputs} to {out / 'matches.jsonl'}.",
        f"{len(events(decided, Topic.PARCELS)) // 2} events are not decided on yet and are left out.",
    ]
    assert len((out / "events.jsonl").read_text(encoding="utf-8").splitlines()) == inputs
    assert run(["verify", str(out)]) == 0
    said = capsys.readouterr().out
    assert run(["verify", "--data-dir", str(decided.path)]) == 0
    assert capsys.readouterr().out == said


def test_an_area_is_exported_alone(published: DataDir, tmp_path: Path) -> None:
    publish(published, FUNDAO)
    decide(published)
    assert run(["export", "--out", str(tmp_path), "--area", "fundao", "--data-dir", str(published.path)]) == 0
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["area"] for line in lines} == {"fundao"}


def test_verify_checks_one_thing_at_a_time(data: DataDir, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify"]) == 2
    assert run(["verify", str(tmp_path), "--data-dir", str(data.path)]) == 2
    assert capsys.readouterr().err.count("name either a plan's folder or --data-dir") == 2


def test_a_replay_to_the_end_shows_how_things_stand(decided: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["replay", "--to", "end", "--data-dir", str(decided.path), "--json"]) == 0
    (standing,) = json.loads(capsys.readouterr().out)
    plan = events(decided, Topic.MATCHES)[0].data.model_dump()
    assert standing["area"] == "vidzeme"
    assert (standing["open_parcels"], standing["matched"]) == (plan["parcels"], plan["matched"])
    assert (standing["trips"], standing["dates"], standing["plans"]) == (plan["trips"], [DAY], 1)


def test_a_replay_to_a_record_folds_nothing_behind_it(decided: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    (partition,) = {record.partition for record in _records(decided, Topic.PARCELS)}
    capsys.readouterr()
    assert run(["replay", "--to", f"ridealong.parcels/{partition}/4", "--data-dir", str(decided.path), "--json"]) == 0
    (standing,) = json.loads(capsys.readouterr().out)
    assert standing["open_parcels"] == 5
    assert run(["replay", "--to", f"ridealong.matches/{partition}/0", "--data-dir", str(decided.path)]) == 0
    assert ", 0 of them matched; " in capsys.readouterr().out


def _records(decided: DataDir, topic: Topic) -> list[Any]:
    async def read() -> list[Any]:
        async with system_log(Settings(data_dir=decided.path)) as log:
            return [record for p in range(log.partitions) for record in await log.read(topic, p, 0)]

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        ("yesterday", "'yesterday' is neither `end` nor TOPIC/PARTITION/OFFSET"),
        ("ridealong.rejects/0/0", "is neither `end` nor TOPIC/PARTITION/OFFSET"),
        ("ridealong.parcels/9/0", "the log has partitions 0 to 7, not 9"),
        ("ridealong.parcels/3/120", "there is no ridealong.parcels/3/120: it has no record"),
    ],
)
def test_a_position_that_is_not_there_is_refused(
    data: DataDir, capsys: pytest.CaptureFixture[str], position: str, sentence: str
) -> None:
    assert run(["replay", "--to", position, "--data-dir", str(data.path)]) == 2
    assert "--to: " in capsys.readouterr().err
    assert run(["replay", "--to", position, "--data-dir", str(data.path)]) == 2
    assert sentence in capsys.readouterr().err
