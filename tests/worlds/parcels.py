"""The lines of parcels."""

from typing import Any

from contracts.goods import Dangerous
from contracts.parcel import Bond, Consignment, ParcelRequested, ParcelWithdrawn
from tests.worlds.line import Line
from tests.worlds.words import Clock, duration_s, millis, quantities

_SIZES = {"volume_ml": 1000, "weight_g": 1000, "pieces": 1, "longest_side_mm": 0}

_UNSAID: dict[str, Any] = {"value_millis": 10_000, "origin_stop_id": "", "destination_stop_id": ""}


def parcel(line: Line, clock: Clock) -> ParcelRequested:
    """`parcel P1  A -> C  ready 06:30  due 12:00  20 l 4 kg 30 cm chilled  value 6.50`.

    And `dangerous 3 5 kg  after P2 gap 30  consignment C 2 together`.
    """
    said: dict[str, Any] = {}
    sizes: dict[str, int | None] = dict(_SIZES)
    classes: list[str] = []
    instants = {"ready": clock.instant("00:00"), "due": clock.instant("23:59")}
    for clause in line.clauses:
        if clause[1:2] == ["->"]:
            said |= {"origin_stop_id": clause[0], "destination_stop_id": clause[2]}
        elif clause[0] in instants:
            instants[clause[0]] = clock.instant(" ".join(clause[1:]))
        elif clause[0] == "value":
            said["value_millis"] = millis(clause[1])
        elif clause[0] == "dangerous":
            said["dangerous"] = clause[1:]
        elif clause[0] == "after":
            said |= _after(clause[1:])
        elif clause[0] == "consignment":
            said["consignment"] = _consignment(clause[1:])
        else:
            more, rest = quantities(clause)
            sizes |= more
            classes += rest
    if "dangerous" in said:
        said["dangerous"] = _dangerous(said["dangerous"], sizes["weight_g"])
    told: dict[str, Any] = _UNSAID | said | sizes
    return ParcelRequested(
        parcel_id=line.head[1],
        ready_at=instants["ready"],
        due_at=instants["due"],
        handling_class=classes[0] if classes else "ambient",
        **told,
    )


def _dangerous(words: list[str], weight_g: int | None) -> Dangerous:
    """`3 5 kg`: its class and gross mass; without one that is what the parcel weighs. `UN1950` where it matters."""
    amounts, rest = quantities(words)
    number = next((word.removeprefix("UN") for word in rest if word.startswith("UN")), "1263")
    return Dangerous(un_number=number, danger_class=rest[0], gross_g=amounts.get("weight_g", weight_g) or 0)


def _after(words: list[str]) -> dict[str, Any]:
    """`P1`, or `P1 gap 30`."""
    if words[1:2] not in ([], ["gap"]):
        raise ValueError(f"{' '.join(words[1:])!r} is no gap")
    return {"after_parcel_id": words[0], "after_gap_s": duration_s(words[2:]) if len(words) > 1 else 0}


def _consignment(words: list[str]) -> Consignment:
    """`C 3 together`, `C 3 all_or_none`: its name, how many parcels it has, what holds them together."""
    name, parcels, bond = words
    return Consignment(consignment_id=name, parcels=int(parcels), bond=Bond(bond))


def withdrawn(line: Line) -> ParcelWithdrawn:
    """`withdrawn P1`."""
    return ParcelWithdrawn(parcel_id=line.head[1], reason="no longer needed")
