"""What each rule does to the sample region Vidzeme: planned otherwise and as it is, as a table in Markdown.

    .venv/bin/python -m scripts.sample_rules [--write]

`--write` puts the table into docs/guides/rules.md. Every row is what `ridealong compare` says of the sample's
freight.yaml and parcels.csv against copies of them in which one thing is otherwise.
"""

import csv
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workers.matching.make_decider import SolveSettings
from workers.samples.region import SAMPLES
from workers.sources.day import load_inputs
from workers.sources.publication.stamp import numbered_ids
from workers.surfaces.cli.plan import decide
from workers.surfaces.comparison.comparison import Comparison, Side
from workers.surfaces.report.facts import read_facts
from workers.surfaces.report.wording import percent
from workers.telemetry import configure_logging

PAGE = Path(__file__).parents[2] / "docs/guides/rules.md"
BEGIN, END = "<!-- the table begins -->", "<!-- the table ends -->"
HEAD = (
    "| rule | the sample with | parcels that travel | value | places that win / lose | places without service "
    "| served share, each place alike |\n|---|---|---|---|---|---|---|"
)
_FORECAST = "passengers.csv"
"""What freight.yaml names beside itself."""
SAMPLE = SAMPLES[0]
_HUB_ONLY = {"storage_l", "min_transfer_min", "longest_wait_min"}

Freight = dict[str, Any]
Row = dict[str, str]
Change = Callable[[Freight, list[Row]], None]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A rule, what is otherwise, and what makes it so: it changes both files in place."""

    rule: str
    what: str
    change: Change


def _drop_from(entries: str, *keys: str) -> Change:
    def change(freight: Freight, _rows: list[Row]) -> None:
        for entry in freight.get(entries) or []:
            for key in keys:
                entry.pop(key, None)

    return change


def _drop(key: str) -> Change:
    def change(freight: Freight, _rows: list[Row]) -> None:
        freight.pop(key, None)

    return change


def _drop_hub(stop_id: str) -> Change:
    """Parcels are still given and taken there, but none changes trips."""

    def change(freight: Freight, _rows: list[Row]) -> None:
        (hub,) = [hub for hub in freight["hubs"] if hub["stop_id"] == stop_id]
        freight["hubs"].remove(hub)
        stop = {key: value for key, value in hub.items() if key not in _HUB_ONLY}
        freight["stops"] = [*(freight.get("stops") or []), stop]

    return change


def _drop_cells(*columns: str) -> Change:
    def change(_freight: Freight, rows: list[Row]) -> None:
        for row in rows:
            row.update((column, "") for column in columns if column in row)

    return change


def _half_the_lockers(freight: Freight, _rows: list[Row]) -> None:
    places = [*(freight.get("hubs") or []), *(freight.get("stops") or [])]
    for size in (size for place in places if "locker" in place for size in place["locker"]["sizes"]):
        size["count"] //= 2


def _a_tenth_less(freight: Freight, _rows: list[Row]) -> None:
    for offer in freight["offers"]:
        for compartment in offer["compartments"]:
            compartment["volume_l"] = round(compartment["volume_l"] * 0.9, 1)


def _slow_loading(freight: Freight, _rows: list[Row]) -> None:
    freight.setdefault("defaults", {})["handling_s_per_parcel"] = 60


def _short_waits(freight: Freight, _rows: list[Row]) -> None:
    for hub in freight["hubs"]:
        hub["longest_wait_min"] = max(30, hub["min_transfer_min"])


RULES = (
    Otherwise("shared hub", "no hub at Cēsu autoosta", _drop_hub("cesis-ao")),
    Otherwise("longest wait", "at most 30 min at every hub", _short_waits),
    Otherwise("lockers", "half the compartments", _half_the_lockers),
    Otherwise("meeting the bus", "no `meetings`", _drop("meetings")),
    Otherwise("zone", "no `zones`", _drop("zones")),
    Otherwise("loading window", "no `windows` of the zones", _drop_from("zones", "windows")),
    Otherwise("goods classes", "no `goods`", _drop("goods")),
    Otherwise("dangerous goods", "no `danger_budgets`", _drop_from("offers", "danger_budgets")),
    Otherwise("passengers first", "no `passengers`", _drop_from("offers", "passengers")),
    Otherwise("time for loading", "60 s for each parcel instead of 20 s", _slow_loading),
    Otherwise("returns", "no `after_parcel_id`", _drop_cells("after_parcel_id", "after_gap_s")),
    Otherwise(
        "consignments",
        "no `consignment_id`",
        _drop_cells("consignment_id", "consignment_parcels", "consignment_bond"),
    ),
    Otherwise("litres", "a tenth less of each compartment", _a_tenth_less),
)


def main() -> None:
    """Print the table, or write it."""
    configure_logging("warning")
    with tempfile.TemporaryDirectory() as folder:
        table = "\n".join([HEAD, *_rows(Path(folder))])
    if "--write" not in sys.argv[1:]:
        sys.stdout.write(table + "\n")
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _rows(folder: Path) -> Iterator[str]:
    whole = _side(SAMPLE.freight, SAMPLE.parcels)
    for rule in RULES:
        freight, rows = sample_files()
        rule.change(freight, rows)
        if (freight, rows) == sample_files():
            yield f"| {rule.rule} | {rule.what} | the sample does not use it | | | | |"
        else:
            yield _row(rule, Comparison(_side(*_written(folder, freight, rows)), whole))


def sample_files() -> tuple[Freight, list[Row]]:
    """The sample's freight.yaml and parcels.csv, to be changed."""
    with SAMPLE.parcels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return yaml.safe_load(SAMPLE.freight.read_text(encoding="utf-8")), rows


def _written(folder: Path, freight: Freight, rows: list[Row]) -> tuple[Path, Path]:
    freight_path, parcels_path = folder / "freight.yaml", folder / "parcels.csv"
    shutil.copy(SAMPLE.freight.with_name(_FORECAST), folder)
    freight_path.write_text(yaml.safe_dump(freight, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with parcels_path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return freight_path, parcels_path


def _side(freight: Path, parcels: Path) -> Side:
    inputs = load_inputs(
        [str(SAMPLE.gtfs)],
        freight,
        encoding=None,
        first_date=SAMPLE.service_date,
        days=1,
        parcels_path=parcels,
        now=None,
        new_id=numbered_ids("plan"),
    )
    outputs, _ = decide(inputs, SolveSettings(1), lambda _what: None)
    return Side(freight.name, read_facts(inputs.events, outputs))


def _row(rule: Otherwise, compared: Comparison) -> str:
    before, after = compared.fairness
    winning = sum(place.change > 0 for place in compared.places)
    losing = sum(place.change < 0 for place in compared.places)
    cells = (
        rule.rule,
        rule.what,
        f"{len(compared.a.facts.matches)} → {len(compared.b.facts.matches)} {_turned(compared)}".rstrip(),
        f"€{compared.a.value_millis / 1000:,.0f} → €{compared.b.value_millis / 1000:,.0f}",
        f"{winning} / {losing}",
        f"{before.without} → {after.without} of {after.places}",
        f"{percent(before.mean_share)} → {percent(after.mean_share)}".replace("\u00a0", " "),
    )
    return f"| {' | '.join(cells)} |"


def _turned(compared: Comparison) -> str:
    """How many gain and how many lose their journey; empty where none does."""
    gained, lost = len(compared.gained), len(compared.lost)
    return f"(+{gained} −{lost})" if gained or lost else ""


if __name__ == "__main__":
    main()
