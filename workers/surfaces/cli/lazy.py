"""A group of commands whose modules are imported only when they are called.

`ridealong --help` shows a line per command without importing OR-Tools. A command's place follows from
its name: `ridealong init freight` is the function `init_freight` in `init_freight.py` beside this file.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


class LazyGroup(TyperGroup):
    """Lists commands by the one line they were registered with; loads the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The real command instead of its line in the list; groups stay as they are."""
        name, listed, rest = super().resolve_command(ctx, args)
        if name is None or isinstance(listed, TyperGroup):
            return name, listed, rest
        return name, load([*ctx.command_path.split()[1:], name]), rest


def register(app: typer.Typer, name: str, summary: str) -> None:
    """List a command in a group whose class is LazyGroup."""

    def listed() -> None:
        """Never runs: LazyGroup calls the real one."""

    app.command(name, help=summary)(listed)


def load(words: Sequence[str]) -> Any:
    """The command that these words call, such as `["init", "freight"]`."""
    name = "_".join(words).replace("-", "_")
    function = getattr(import_module(f"workers.surfaces.cli.{name}"), name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(words[-1])(function)
    return typer.main.get_command(alone)
