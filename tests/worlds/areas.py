"""The lines of an area: what holds everywhere in it, and its zones."""

from collections.abc import Iterable
from datetime import date

from contracts.area import AreaPublished, Costs, Language, Tariff
from contracts.goods import GoodsClass
from contracts.zone import Powertrain, ZonePublished
from tests.worlds.line import Line, refuse_unknown
from tests.worlds.words import duration_s, millis, windows

POWERTRAINS = {str(powertrain) for powertrain in Powertrain}


def area(line: Line, goods_lines: Iterable[Line] = ()) -> AreaPublished:
    """`area test  zone Europe/Riga  notice 15 min  costs leg 0.10 transfer 0.25 storage 0.001 change 0.50  language lv`."""
    said = line.said()
    refuse_unknown(said, {"zone", "notice", "costs", "language"})
    costs = {"leg": 100, "transfer": 250, "storage": 1, "change": 500}
    words = said.get("costs", [])
    for name, euros in zip(words[::2], words[1::2], strict=True):
        if name not in costs:
            raise ValueError(f"no cost {name!r}")
        costs[name] = millis(euros)
    return AreaPublished(
        area=line.head[1],
        time_zone=said.get("zone", ["Europe/Riga"])[0],
        notice_s=duration_s(said.get("notice", ["0"])),
        costs=Costs(
            leg_millis=costs["leg"],
            transfer_millis=costs["transfer"],
            storage_millis_per_l_h=costs["storage"],
            change_millis=costs["change"],
        ),
        tariff=Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20),
        goods=tuple(goods(goods_line) for goods_line in goods_lines),
        language=Language(said.get("language", ["en"])[0]),
    )


def goods(line: Line) -> GoodsClass:
    """`goods flowers  excluded  as chilled  outside 20 min  total 4 h`."""
    said = line.said()
    refuse_unknown(said, {"excluded", "as", "outside", "total"})
    return GoodsClass(
        handling_class=line.head[1],
        excluded="excluded" in said,
        carried_as=said["as"][0] if "as" in said else None,
        longest_outside_s=duration_s(said.get("outside", ["0"])),
        longest_total_s=duration_s(said["total"]) if "total" in said else None,
    )


def zone(line: Line) -> ZonePublished:
    """`zone Z  electric bicycle  Mo-Sa 05:00-11:00  from 2026-11-24  exempt op`.

    Without powertrains any, without windows always.
    """
    powertrains: tuple[Powertrain, ...] | None = None
    hours = "always"
    holds_from: date | None = None
    exempt: list[str] = []
    for clause in line.clauses:
        if clause[0] in POWERTRAINS:
            powertrains = tuple(Powertrain(word) for word in clause)
        elif clause[0] == "from":
            holds_from = date.fromisoformat(clause[1])
        elif clause[0] == "exempt":
            exempt = clause[1:]
        else:
            hours = " ".join(clause)
    name = line.head[1]
    return ZonePublished(
        zone_id=name,
        name=name,
        powertrains=powertrains,
        windows=windows(hours),
        holds_from=holds_from,
        exempt_operator_ids=tuple(exempt),
    )
