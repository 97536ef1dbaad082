"""The story of a parcel and the manifest on the terminal, where lockers, meetings, crates and consignments matter."""

import asyncio
from collections.abc import Callable, Coroutine
from io import StringIO
from typing import Any, TypeVar

from rich.console import Console

from contracts.instants import epoch_s
from tests.workers.surfaces.rules_world import rules_planned
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.surfaces.telling.manifest_table import manifest_json, print_manifest
from workers.surfaces.telling.story import chapters, standing, story_json
from workers.views.manifest import Manifest
from workers.views.memory import MemoryReadModel
from workers.views.parcel import ParcelStory
from workers.views.projector import Projector

T = TypeVar("T")
TOLD = rules_planned()
NOON = epoch_s(TOLD.world.now)


def asked(question: Callable[[MemoryReadModel], Coroutine[Any, Any, T | None]]) -> T:
    async def run() -> T:
        log, model = MemoryLog(1), MemoryReadModel()
        await publish(log, [*TOLD.inputs, *TOLD.outputs])
        await Projector(log, model).catch_up()
        found = await question(model)
        assert found is not None
        return found

    return asyncio.run(run())


def story(parcel_id: str) -> ParcelStory:
    return asked(lambda model: model.parcel("vidzeme", parcel_id))


def manifest(trip_key: str) -> Manifest:
    return asked(lambda model: model.manifest("vidzeme", trip_key))


def asks(parcel_id: str) -> str:
    return chapters(story(parcel_id), NOON)[0].sentence.replace("\u00a0", " ")


def test_a_match_says_which_locker_to_hand_in_at_and_to_collect_from() -> None:
    assert standing(story("P1"), NOON) == (
        "Matched: hand it in at A by Mon 23 Nov 06:50, locker M; collect it at B from 09:30."
    )
    assert standing(story("P4"), NOON).endswith("collect it at A from 13:00, locker S.")


def test_who_meets_the_bus_is_told_when_it_calls_and_what_happens_else() -> None:
    assert standing(story("P2"), NOON) == (
        "Matched: hand it in at A by Mon 23 Nov 06:50, locker S; "
        "meet the bus at V 08:00 (nobody there: rides on to B, its space is kept)."
    )


def test_a_request_says_what_binds_it() -> None:
    assert asks("P1").endswith("It is dangerous goods: UN1263, class 3, 2 kg gross in limited quantities.")
    assert asks("P2").endswith("It is one of the 2 parcels of consignment C1, which ride the same vehicles.")
    assert asks("P4").endswith("It is handed in at least 30 min after P1 is available.")


def test_for_programs_the_same_is_said_by_field() -> None:
    told = story_json(story("P2"), NOON)
    assert told["requests"][0]["consignment"] == {"consignment_id": "C1", "parcels": 2, "bond": "together"}
    assert told["decisions"][0]["lockers"] == [{"stop_id": "A", "size": "S"}]
    (load, *_) = manifest_json(manifest("T1@2026-11-23"))["calls"][0]["load"]
    assert load["lockers"] == [{"stop_id": "A", "size": "M"}, {"stop_id": "H", "size": "S"}]
    assert load["request"]["dangerous"]["un_number"] == "1263"


def test_the_manifest_on_the_terminal_says_lockers_meetings_and_marks() -> None:
    out = StringIO()
    print_manifest(Console(file=out, width=200), manifest("T1@2026-11-23"))
    text = out.getvalue().replace("\u00a0", " ")
    for said in (
        "locker M, from the shop, by 06:50",
        "locker S, to T2 at 08:00",
        "to the receiver, who meets the bus; nobody there: rides on to B",
        "UN1263, class 3, 2 kg gross in limited quantities",
        "1 of 2 of C1, together",
    ):
        assert said in text
