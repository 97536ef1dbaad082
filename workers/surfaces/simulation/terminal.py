"""What a simulation found, for people."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from workers.surfaces.report import wording
from workers.surfaces.simulation.overflow import Overflow
from workers.surfaces.simulation.service_levels import LevelOutcome

ASSUMPTION = (
    "Assumption: what one passenger takes is the operator's figure in freight.yaml, and loads between and above the "
    "forecast's quantiles are drawn by a rule of ours."
)
_SHARES = (
    "Of the trips drawn, the share that overflows: at most, as promised; with the parcels of the plan; "
    "if all that is offered were taken."
)


def print_overflow(console: Console, overflow: Overflow) -> None:
    """Promised against realised, for all trips and for the worst one."""
    worst = overflow.worst
    table = _table("trips", "promised", "planned", "sold out")
    shares = (overflow.promised, overflow.planned, overflow.sold_out)
    table.add_row(f"{overflow.simulated:,} simulated", *map(share, shares))
    own = (worst.promised, worst.planned / overflow.times, worst.sold_out / overflow.times)
    table.add_row(f"the worst: {escape(worst.trip_key)}", *map(share, own))
    console.print(table)
    console.print(f"[dim]{_SHARES}[/dim]")
    console.print("[green]within the promise[/green]" if overflow.within else "[red]more than promised[/red]")
    console.print(f"[dim]{ASSUMPTION}[/dim]")


def print_levels(console: Console, outcomes: Iterable[LevelOutcome]) -> None:
    """A line for each service level."""
    table = _table("service level", "served", "worth", "promised", "planned", "sold out")
    for outcome in outcomes:
        table.add_row(
            level_text(outcome),
            f"{outcome.served:,} of {outcome.parcels:,}",
            wording.euros(outcome.value_millis),
            "–" if outcome.level is None else share(outcome.overflow.promised),
            share(outcome.overflow.planned),
            share(outcome.overflow.sold_out),
        )
    console.print(table)
    console.print(f"[dim]{_SHARES}[/dim]")
    console.print(f"[dim]{ASSUMPTION}[/dim]")


def level_text(outcome: LevelOutcome) -> str:
    """`95 %`, or `no reserve`."""
    return "no reserve" if outcome.level is None else f"{float(outcome.level) * 100:g} %"


def share(of: float) -> str:
    """`4.97 %`: an overflow is rare, so two decimals."""
    return f"{of * 100:.2f} %"


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
