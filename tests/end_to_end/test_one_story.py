"""A region from its timetable to the audit of its decisions: every command says the same on both systems."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.envelope import from_record, to_message
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.record import Message
from contracts.topics import Topic
from tests.end_to_end.commands import PlanFolder, Ran, done
from tests.end_to_end.systems import SYSTEMS, System, fresh_system
from workers.log.port import EventLog
from workers.samples.region import SAMPLES
from workers.settings import PREFIX

VIDZEME = SAMPLES[0]
DAY = VIDZEME.service_date.isoformat()
NOON_BEFORE = int(datetime.fromisoformat("2026-11-23T12:00:00+02:00").timestamp())
HOME = partition_of("vidzeme", DEFAULT_PARTITIONS)
ELSEWHERE = (HOME + 1) % DEFAULT_PARTITIONS
STRAY = f"ridealong.parcels/{ELSEWHERE}/0"
PARCEL = "VZ-001"
REDIS_URL = f"{PREFIX}REDIS_URL"

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
RANDOM_ID = re.compile(r"\b[0-9a-f]{32}\b")
SOLVED_IN = re.compile(r'(?<="solve_s":)[\d.e-]+')
ASKED_AT = re.compile(r"^.*(?= asks for a journey)", re.MULTILINE)


@dataclass(frozen=True)
class Story:
    """A system on which the sample parcels of Vidzeme are decided, with one of them once more where it does not belong."""

    system: System
    published: Ran
    submitted: Ran
    began: datetime
    ended: datetime
    exported: Path

    def told(self, *words: str) -> str:
        """What a command says, with the same word for whatever is different from run to run."""
        return self.lasting(self.system.done(*words).out)

    def lasting(self, text: str) -> str:
        """Ids are numbered as they come, the time at which this was published is now, and solving takes none."""
        ids = {found: f"id-{number}" for number, found in enumerate(dict.fromkeys(RANDOM_ID.findall(text)))}
        text = RANDOM_ID.sub(lambda match: ids[match[0]], text)
        text = INSTANT.sub(self._or_now, text)
        text = ASKED_AT.sub("now", SOLVED_IN.sub("0", text))
        return re.sub(" {2,}", "  ", text)  # a column is as wide as the time at which this was published

    def _or_now(self, instant: re.Match[str]) -> str:
        return "now" if self.began <= datetime.fromisoformat(instant[0]) <= self.ended else instant[0]


def tell(system: System, exported: Path) -> Story:
    began = datetime.now(UTC).replace(microsecond=0)
    published = system.done(
        "publish", "gtfs", VIDZEME.gtfs, "--freight", VIDZEME.freight, "--date", DAY, "--days", 1
    )  # fmt: skip
    submitted = system.done("submit", "parcels", VIDZEME.parcels)
    ended = datetime.now(UTC)
    system.in_log(_astray)
    system.decide(NOON_BEFORE)
    return Story(system, published, submitted, began, ended, exported)


async def _astray(log: EventLog) -> None:
    """The first request once more, on a partition where it does not belong, and what is no event at all."""
    (first,) = await log.read(Topic.PARCELS, HOME, 0, 1)
    request = from_record(first, log.partitions)
    await log.append(Topic.PARCELS, [to_message(request), Message(b"vidzeme", b"hello")], partition=ELSEWHERE)


@pytest.fixture(scope="module")
def embedded_story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("embedded")
    return tell(fresh_system("embedded", request, folder), folder / "exported")


@pytest.fixture(scope="module")
def kafka_story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("kafka")
    return tell(fresh_system("kafka", request, folder), folder / "exported")


@pytest.fixture(params=SYSTEMS)
def story(request: pytest.FixtureRequest) -> Story:
    told: Story = request.getfixturevalue(f"{request.param}_story")
    return told


@pytest.fixture
def exported(story: Story) -> PlanFolder:
    """A plan made of its log, made once."""
    if not story.exported.exists():
        story.system.done("export", "--out", story.exported)
    return PlanFolder(story.exported)


def test_whoever_publishes_and_submits_is_told_what_became_of_it(story: Story) -> None:
    said = story.published.out.splitlines()
    assert re.fullmatch(rf"Published \d+ trips for vidzeme, {DAY}: [\d,]+ events\.", said[0])
    starts = {"--data-dir": f"ridealong up --data-dir {story.system.where}"}
    start = next((starts[word] for word in story.system.words if word in starts), "ridealong worker")
    nobody = f"No service runs on {story.system.where}, so nobody decides yet: start one with {start}"
    assert said[-1] == nobody
    assert nobody in story.submitted.out.splitlines()
    assert story.submitted.out.splitlines()[0].endswith(" parcels to vidzeme.")


def test_verify_finds_nothing_in_the_log_and_the_same_in_what_is_exported_of_it(
    story: Story, exported: PlanFolder
) -> None:
    said = story.told("verify")
    assert said.splitlines()[0] == f"no violation in {len(exported.bodies(ParcelRequested))} decisions"
    assert said == done("verify", exported.path).out


def test_every_parcel_is_decided_and_most_travel(story: Story, exported: PlanFolder) -> None:
    (standing,) = json.loads(story.told("replay", "--to", "end", "--json"))
    assert standing["open_parcels"] == len(exported.bodies(ParcelRequested)) > 100
    assert standing["matched"] == len(exported.bodies(ParcelMatched)) > 0.6 * standing["open_parcels"]


def test_who_asks_without_a_service_is_told_that_the_log_speaks(story: Story) -> None:
    assert story.system.done("parcel", PARCEL).err == (
        f"No service runs on {story.system.where}: this is what its log said last.\n"
    )


def _trip(story: Story) -> str:
    """The trip that most parcels ride on."""
    lines = story.system.done("watch", "--from", "start", "--no-follow", "--matched", "--json").out.splitlines()
    trips: list[str] = [leg["trip_key"] for line in lines for leg in json.loads(line)["legs"]]
    return max(sorted(trips), key=trips.count)


def _as_exported(story: Story) -> str:
    if not story.exported.exists():
        story.system.done("export", "--out", story.exported)
    return story.lasting("".join((story.exported / name).read_text() for name in ("events.jsonl", "matches.jsonl")))


ANSWERS: dict[str, Callable[[Story], str]] = {
    "publish gtfs": lambda story: story.published.out.splitlines()[0],
    "submit parcels": lambda story: story.submitted.out.splitlines()[0],
    "parcel": lambda story: story.told("parcel", PARCEL),
    "parcel --json": lambda story: story.told("parcel", PARCEL, "--json"),
    "manifest": lambda story: story.told("manifest", _trip(story)),
    "manifest --json": lambda story: story.told("manifest", _trip(story), "--json"),
    "watch": lambda story: story.told("watch", "--from", "start", "--no-follow"),
    "watch --unmatched --json": lambda story: story.told("watch", "--from", "start", "--no-follow", "--unmatched", "--json"),
    "rejects list": lambda story: story.told("rejects", "list"),
    "rejects list --json": lambda story: story.told("rejects", "list", "--json"),
    "rejects show": lambda story: story.told("rejects", "show", STRAY),
    "export": _as_exported,
    "replay": lambda story: story.told("replay", "--to", "end"),
    "replay to a record": lambda story: story.told("replay", "--to", f"ridealong.parcels/{HOME}/4"),
}  # fmt: skip


@pytest.mark.parametrize("command", ANSWERS)
def test_every_command_says_the_same_on_both_systems(embedded_story: Story, kafka_story: Story, command: str) -> None:
    answer = ANSWERS[command](kafka_story)
    assert answer != ""
    assert answer == ANSWERS[command](embedded_story)


def test_a_read_model_made_anew_says_the_same_again(story: Story) -> None:
    before = story.told("parcel", PARCEL)
    assert re.fullmatch(
        r"The read model knows all [\d,]+ events again \(\d+\.\d s\)\.\n", story.system.done("views", "rebuild").out
    )
    assert story.told("parcel", PARCEL) == before


def test_watch_goes_on_where_it_ended(story: Story) -> None:
    said = story.system.done("watch", "--from", "start", "--no-follow").err
    (place,) = re.findall(r"Go on with --from (\S+)", said)
    assert story.system.done("watch", "--from", place, "--no-follow").out == ""


def test_questions_that_have_no_answer_are_bad_input(story: Story) -> None:
    assert "there is no parcel P9 here" in story.system.refused("parcel", "P9")
    assert "there is no trip T9" in story.system.refused("manifest", "T9")
    assert "nothing was rejected under the id x/1/2" in story.system.refused("rejects", "show", "x/1/2")
    assert "it has no record" in story.system.refused("replay", "--to", f"ridealong.timetables/{ELSEWHERE}/0")


def test_without_redis_the_log_on_kafka_answers_by_itself(kafka_story: Story) -> None:
    known = kafka_story.system.environment
    alone = replace(kafka_story.system, environment={name: known[name] for name in known if name != REDIS_URL})
    assert alone.done("parcel", PARCEL).out == kafka_story.system.done("parcel", PARCEL).out
    assert "redis_url: the read model needs a Redis" in alone.refused("views", "rebuild")


def test_verify_on_kafka_can_still_be_told_to_check_something_else(
    embedded_story: Story, kafka_story: Story, tmp_path: Path
) -> None:
    """What is named counts more than what the environment names, and two things at a time are too many."""
    data_dir = embedded_story.system.words
    assert kafka_story.system.done("verify", *data_dir).out == embedded_story.system.done("verify").out
    assert "name either a plan's folder or --data-dir" in kafka_story.system.refused("verify", tmp_path, *data_dir)


def test_what_went_astray_is_published_again_where_it_belongs_and_only_once(story: Story) -> None:
    """The last test: it tells the story on."""
    again = story.system.done("rejects", "retry", "--all").out.splitlines()
    assert f"{STRAY} is published again on ridealong.parcels/{HOME}." in again
    assert again[-1] == "Published again: 1 of 2."
    story.system.decide(NOON_BEFORE)
    assert STRAY not in story.told("rejects", "list")
    assert "Published again: 0 of 1." in story.told("rejects", "retry", "--all")
    assert story.told("verify").startswith("no violation in ")
