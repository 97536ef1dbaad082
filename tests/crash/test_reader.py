"""The independent reader is silent about a flawless log, and sees every violation that is planted into it."""

import ast
import asyncio
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from contracts.partitioning import partition_of
from tests.crash import trace
from tests.crash.inside import PARTITIONS, send, traced_log, work_at
from tests.crash.planting import Body, Plant, Wanted, changed, sql, with_id
from tests.crash.reader import read
from tests.crash.reader.message import home_of
from tests.crash.town import NOTICE_S, Town, area_names

START = 1_800_000_000


def is_match(name: str, body: Body) -> bool:
    return name == "parcel.matched" and body["cause"] == "new" and not body["legs"][0]["committed"]


def is_committed(name: str, body: Body) -> bool:
    return name == "parcel.matched" and body["legs"][0]["committed"]


def is_withdrawn(name: str, body: Body) -> bool:
    return name == "parcel.unmatched" and body["reason"] == "WITHDRAWN"


def is_later(name: str, body: Body) -> bool:
    return name.startswith("parcel.") and body.get("revision", 0) > 1


def is_refused(name: str, body: Body) -> bool:
    return name == "parcel.unmatched" and body["reason"] == "NOT_WORTH_ITS_COST"


def named(wanted: str) -> Wanted:
    return lambda name, _body: name == wanted


def later(text: str, seconds: int) -> str:
    return (datetime.fromisoformat(text) + timedelta(seconds=seconds)).isoformat()


def market(name: str, body: Body) -> bool:
    return name == "stop.published" and body["hub"] is not None


PLANTS = [
    Plant("a record is missing", "offsets:", sql("DELETE FROM record WHERE topic LIKE '%.matches' AND offset = 3")),
    Plant("an input has an epoch", "epoch:", sql("UPDATE record SET epoch = 1 WHERE topic LIKE '%.parcels' AND offset = 2")),
    Plant("an output is of a fenced epoch", "epoch:", sql("UPDATE record SET epoch = epoch - 1 WHERE topic LIKE '%.matches' AND offset = 9")),
    Plant("a fenced owner commits", "epoch:", sql("UPDATE trace SET epoch = epoch + 50 WHERE number <= 6")),
    Plant("a position goes back", "position:", sql("UPDATE trace SET position = position + 20 WHERE topic LIKE '%.parcels' AND number <= 12")),
    Plant("the stored position is another", "end:", sql("UPDATE consumed SET position = position - 1 WHERE topic LIKE '%.parcels'")),
    Plant("something was written beside the commits", "end:", sql("DELETE FROM trace WHERE number > (SELECT max(number) - 3 FROM trace)")),
    Plant("a revision is left out", "revision:", changed(is_later, lambda body: body.update(revision=body["revision"] + 1))),
    Plant("a revision comes twice", "revision:", changed(is_later, lambda body: body.update(revision=body["revision"] - 1))),
    Plant("an id is not the one it has to be", "id:", with_id(is_match, "another")),
    Plant("a decision names a plan to come", "plan:", changed(is_match, lambda body: body.update(plan_id="town/999"))),
    Plant("a decision is made for nobody", "request:", changed(is_match, lambda body: body.update(request_id="nobody's"))),
    Plant("a parcel is decided on another request", "live decision:", changed(is_match, lambda body: body.update(parcel_id="P3"))),
    Plant("a good record is rejected", "reject:", changed(named("event.rejected"), lambda body: body.update(code="TOO_BIG"))),
    Plant("a bad record is not rejected", "reject:", changed(named("parcel.requested"), lambda body: body.update(weight_g=-1))),
    Plant("a segment is oversold", "oversold:", changed(named("trip.published"), lambda body: body["compartments"][0].update(weight_g=10))),
    Plant("a hub is oversold", "oversold: storage", changed(market, lambda body: body["hub"].update(storage_ml=10))),
    Plant("a call is oversold", "oversold:", changed(market, lambda body: body.update(handling_s_per_parcel=50))),
    Plant("a withdrawn parcel goes on living", "withdrawn:", changed(is_withdrawn, lambda body: body.update(reason="NO_JOURNEY"))),
    Plant("a living parcel is withdrawn", "withdrawn:", changed(is_refused, lambda body: body.update(reason="WITHDRAWN"))),
    Plant("it is available after it is due", "due:", changed(is_match, lambda body: body.update(available_at=later(body["available_at"], 90_000)))),
    Plant("its hand-in is shorter than the notice", "cut-off:", changed(is_match, lambda body: body.update(hand_in_by=later(body["decided_at"], NOTICE_S - 1)))),
    Plant("its hand-in is after the cut-off", "cut-off:", changed(is_match, lambda body: body.update(hand_in_by=body["legs"][0]["board_at"]))),
    Plant("a leg is committed too early", "committed:", changed(is_match, lambda body: body["legs"][0].update(committed=True))),
    Plant("a leg is committed too late", "committed:", changed(is_committed, lambda body: body["legs"][0].update(committed=False))),
    Plant("a trip runs at another time", "trip:", changed(is_match, lambda body: body["legs"][0].update(board_at=later(body["legs"][0]["board_at"], 1)))),
    Plant("a trip is not in force", "trip:", changed(is_match, lambda body: body["legs"][0].update(trip_key="ghost"))),
    Plant("a compartment is not there", "oversold:", changed(is_match, lambda body: body["legs"][0].update(compartment="roof"))),
    Plant("a journey ends elsewhere", "legs:", changed(is_match, lambda body: body["legs"][-1].update(alight_stop_id="moon"))),
    Plant("a match costs more than it brings", "value:", changed(is_match, lambda body: body.update(cost_millis=10**6))),
    Plant("time goes back", "time:", changed(is_match, lambda body: body.update(decided_at=later(body["decided_at"], -3600)))),
]  # fmt: skip


@pytest.fixture(scope="module")
def flawless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with a little of everything."""
    path = tmp_path_factory.mktemp("flawless") / "log.sqlite"

    async def make() -> None:
        town = Town(area_names(PARTITIONS)[3], START, 4, Random(4))
        async with await traced_log(path) as log:
            await send(log, town.opening())
            for now in range(START, START + 60, 5):
                trace.put_clock(path, now)
                for _ in range(12):
                    await send(log, town.next(now))
                await work_at(log, now)

    asyncio.run(make())
    return path


@pytest.fixture
def copied(flawless: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(flawless, tmp_path))


def test_it_finds_nothing_wrong_with_a_flawless_log_and_has_seen_everything(flawless: Path) -> None:
    report = read.check(flawless)
    assert report.violations == []
    for what in ("commits", "parcel.matched", "parcel.unmatched", "rejects", "repeated inputs", "live matches"):
        assert report.counts[what] > 0, what


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.what)
def test_it_sees_a_planted_violation(plant: Plant, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as connection, connection:
        connection.executescript("DROP TRIGGER trace_first; DROP TRIGGER trace_later")
        plant.into(connection)
    violations = read.check(copied).violations
    assert any(violation.startswith(plant.said) for violation in violations), violations


def test_it_sees_a_parcel_without_decision(copied: Path) -> None:
    """As when the request had been consumed one commit earlier than it was decided on."""
    with closing(sqlite3.connect(copied)) as connection, connection:
        moves = connection.execute(
            "SELECT number, position FROM trace WHERE topic LIKE '%.parcels' AND position > 0 ORDER BY number"
        ).fetchall()
        for (number, position), (_, next_position) in pairwise(moves):
            if next_position > position:
                connection.execute("UPDATE trace SET position = ? WHERE number = ?", (next_position, number))
    assert any(violation.startswith("live decision: none") for violation in read.check(copied).violations)


def test_it_imports_nothing_of_the_program() -> None:
    for file in Path(read.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            for module in modules:
                allowed = {*sys.stdlib_module_names, "confluent_kafka", "redis"}  # to see what any client sees
                assert module.startswith("tests.crash.reader") or module.split(".")[0] in allowed


def test_it_knows_where_an_area_lives() -> None:
    for name in ("vidzeme", "fundao", "Alūksne", "a", "ab", "abc", "", "leiden-and-around"):
        assert home_of(name, PARTITIONS) == partition_of(name, PARTITIONS)
