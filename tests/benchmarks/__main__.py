"""`make bench`: measure the figures of the README, beside their goals and the record of an earlier run.

make bench                              everything, in about twelve minutes
make bench ARGS='kodis decider'         some of it
make bench ARGS='--record'              and keep the figures as the record for machines like this one
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from functools import partial

from tests.benchmarks import (
    decider,
    kafka,
    kill,
    latency,
    log,
    plan,
    record,
    remedies,
    rules,
    search,
    takeover,
    views,
    worker,
)
from tests.benchmarks.figure import Figure, Skipped
from workers.telemetry import configure_logging

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "log": log.figures,
    "worker": worker.figures,
    "search": search.figures,
    "nord-trondelag": partial(plan.figures, plan.NORD_TRONDELAG),
    "kodis": partial(plan.figures, plan.KODIS),
    "decider": decider.figures,
    "remedies": remedies.figures,
    "rules": rules.figures,
    "latency": latency.figures,
    "takeover": takeover.figures,
    "kill": kill.figures,
    "views": views.figures,
    "kafka": kafka.figures,
}


def main() -> int:
    """Run what is asked for. Exit status 1 when a figure misses its goal."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the figures of the README.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; default: all")
    parser.add_argument("--record", action="store_true", help="keep the figures as the record")
    asked = parser.parse_args()
    if unknown := set(asked.names) - BENCHMARKS.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    configure_logging("error")  # a line per batch, shown, would be measured too
    known = record.known()
    _say(f"{record.CORES} cores, {platform.machine()}, Python {platform.python_version()}")
    _say(f"{'':<40} {'measured':>12} {'goal':>9} {'record':>12}")
    measured = []
    for name in asked.names or BENCHMARKS:
        for figure in _figures(name):
            measured.append(figure)
            _say(_line(figure, known.get(figure.name)))
    if asked.record:
        record.keep(measured)
        _say(f"Kept in {record.path().relative_to(record.path().parents[3])}.")
    return int(any(figure.missed for figure in measured))


def _figures(name: str) -> Iterator[Figure]:
    try:
        yield from BENCHMARKS[name]()
    except Skipped as reason:
        _say(f"{name} is skipped: {reason}.")


def _line(figure: Figure, known: dict[str, float] | None) -> str:
    before = "" if known is None else _number(known["value"])
    missed = "  misses its goal" if figure.missed else ""
    return f"{figure.name:<40} {_number(figure.value):>12} {_goal(figure):>9} {before:>12}  {figure.unit}{missed}"


def _goal(figure: Figure) -> str:
    if figure.at_least is not None:
        return f"≥ {_number(figure.at_least)}"
    return "" if figure.goal is None else f"≤ {_number(figure.goal)}"


def _number(value: float) -> str:
    if value == int(value) or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
