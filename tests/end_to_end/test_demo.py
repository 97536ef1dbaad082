"""`demo` as somebody sees it who has just cloned the repository, and who has Apache Kafka and Redis."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from contracts.envelope import from_record
from contracts.event import Event
from contracts.partitioning import partition_of
from contracts.topics import INPUT_TOPICS, Topic
from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer
from tests.end_to_end.commands import PlanFolder, Ran, done, refused
from tests.end_to_end.report_shape import check_files
from tests.end_to_end.systems import SYSTEMS, System, on_servers
from workers.log.port import EventLog, lag
from workers.log.sqlite.log import SqliteLog

pytestmark = pytest.mark.slow

REGIONS = ("fundao", "vidzeme")
LOG = "demo-log.sqlite"


@dataclass(frozen=True)
class Demo:
    """One run of it."""

    ran: Ran
    out: Path
    system: System
    owners: set[tuple[int, str]]
    """Who owned which partition of an embedded log while it ran."""

    def decided(self, area: str) -> tuple[list[Event], int]:
        """What was decided for an area, on its own partition, and what is left to decide on there."""

        async def read(log: EventLog) -> tuple[list[Event], int]:
            home = partition_of(area, log.partitions)
            decided = [from_record(record, log.partitions) for record in await log.read(Topic.MATCHES, home, 0)]
            return decided, lag(await log.ends(home), await log.committed(home))

        return self.system.in_log(read)


@pytest.fixture(scope="module")
def embedded_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    out = tmp_path_factory.mktemp("demo")
    system = _embedded(out)
    with _watched(out / LOG) as owners:
        ran = system.done("demo", "--out", out)
    return Demo(ran, out, system, owners)


@pytest.fixture(scope="module")
def kafka_demo(kafka: KafkaServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    out = tmp_path_factory.mktemp("demo")
    system = on_servers(kafka, redis_server)
    return Demo(system.done("demo", "--out", out), out, system, set())


@pytest.fixture(params=SYSTEMS)
def demo(request: pytest.FixtureRequest) -> Demo:
    ran: Demo = request.getfixturevalue(f"{request.param}_demo")
    return ran


def _embedded(out: Path) -> System:
    """The demo makes its log itself."""
    return System(partial(SqliteLog.open, out / LOG, create=False), str(out / LOG))


@contextmanager
def _watched(log: Path) -> Iterator[set[tuple[int, str]]]:
    """Note, again and again, who owns what."""
    seen: set[tuple[int, str]] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            seen.update(_owners(log))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _owners(log: Path) -> list[tuple[int, str]]:
    try:
        with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT partition, owner FROM ownership WHERE owner IS NOT NULL").fetchall()
    except sqlite3.OperationalError:
        return []  # it is not there yet


def test_both_areas_are_decided_by_workers_of_their_own_on_partitions_of_one_log(embedded_demo: Demo) -> None:
    assert len({partition for partition, _ in embedded_demo.owners}) == 2
    assert len({owner for _, owner in embedded_demo.owners}) == 2, "two processes, each with its own name and id"
    assert [path.name for path in embedded_demo.out.iterdir() if path.suffix == ".sqlite"] == [LOG]
    homes = {partition for partition, _ in embedded_demo.owners}
    assert homes == {partition_of(area, 8) for area in REGIONS}


def test_on_kafka_nothing_but_the_files_is_kept_here(kafka_demo: Demo) -> None:
    assert {path.name for path in kafka_demo.out.iterdir()} == set(REGIONS)


@pytest.mark.parametrize("area", REGIONS)
def test_all_of_an_area_is_consumed_and_its_file_is_what_the_log_holds(demo: Demo, area: str) -> None:
    decided, left = demo.decided(area)
    assert left == 0
    assert decided == PlanFolder(demo.out / area).outputs
    assert {event.area for event in decided} == {area}


def test_the_log_holds_the_events_as_they_were_published(demo: Demo) -> None:
    async def read(log: EventLog) -> list[Event]:
        home = partition_of("fundao", log.partitions)
        records = [record for topic in INPUT_TOPICS for record in await log.read(topic, home, 0)]
        return [from_record(record, log.partitions) for record in records]

    assert demo.system.in_log(read) == PlanFolder(demo.out / "fundao").inputs


@pytest.mark.parametrize("area", REGIONS)
def test_the_files_are_those_of_the_contract_and_verify_finds_nothing(demo: Demo, area: str) -> None:
    plan = PlanFolder(demo.out / area)
    check_files(plan)
    assert done("verify", plan.path).out == f"no violation in {plan.report['parcels']} decisions\n"


def test_it_shows_progress_and_a_summary_of_each_region(demo: Demo) -> None:
    said = " ".join(demo.ran.out.split())
    for area in REGIONS:
        report = PlanFolder(demo.out / area).report
        assert f"{report['matched']} of {report['parcels']} parcels matched" in said
        assert f"{area} · Tue 24 Nov 2026" in said
        for name in ("report.html", "manifests.html"):
            assert str(demo.out / area / name) in demo.ran.out
    assert "one worker for each area" in said
    assert f"Event log at {demo.system.where};" in said
    assert said.count("decided") >= 2
    assert said.count("Sold out") == said.count("Busiest segments") == 2


def test_one_region_alone_and_a_second_run_over_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "demo-output"
    assert "Vidzeme" not in done("demo", "--region", "fundao").out
    assert not (out / "vidzeme").exists()
    first = (out / "fundao/events.jsonl").read_bytes()
    (out / "fundao/report.json").write_text("of the first run")
    (out / "mine.txt").write_text("kept")
    ran = done("demo", "--region", "fundao")
    assert (out / "fundao/events.jsonl").read_bytes() == first
    check_files(PlanFolder(out / "fundao"))
    assert Demo(ran, out, _embedded(out), set()).decided("fundao") == (PlanFolder(out / "fundao").outputs, 0)
    assert (out / "mine.txt").read_text() == "kept"


def test_a_second_run_on_kafka_publishes_the_same_events_and_nothing_is_decided_twice(
    kafka_demo: Demo, tmp_path: Path
) -> None:
    before = kafka_demo.decided("fundao")
    kafka_demo.system.done("demo", "--region", "fundao", "--out", tmp_path)
    for name in ("events.jsonl", "matches.jsonl"):
        assert (tmp_path / "fundao" / name).read_bytes() == (kafka_demo.out / "fundao" / name).read_bytes()
    check_files(PlanFolder(tmp_path / "fundao"))
    assert kafka_demo.decided("fundao") == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--region", "atlantis"), "'atlantis' is not one of"),
        (("--out", "taken"), "'taken' is a file"),
        (("--out", "taken/below"), "taken/below cannot be written"),
        (("--seed", "-1"), "--seed"),
        (("--seed", "2147483648"), "--seed"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_sentence(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").touch()
    assert told in refused("demo", *words)
