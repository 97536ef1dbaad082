"""`ridealong`: the list of commands, and the one place where their errors end.

exit 0    done
exit 1    an internal error, or the machine's; a violation found by `verify`
exit 2    bad input or usage
exit 130  interrupted
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from workers.errors import RidealongError
from workers.surfaces.cli.lazy import LazyGroup, register

INTERRUPTED = 130

COMMANDS = {
    "demo": "Run the whole system on the bundled sample regions",
    "plan": "Decide service dates of a feed offline",
    "sample-parcels": "Write plausible parcels for a feed",
    "verify": "Check a plan against its events alone",
    "contracts": "Write the schemas and the event reference",
}
INIT_COMMANDS = {
    "freight": "Write a minimal freight.yaml for a feed",
}

app = typer.Typer(
    name="ridealong",
    cls=LazyGroup,
    help="Parcels ride along on buses that already run.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
init = typer.Typer(cls=LazyGroup, help="Write files to start from", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(init, name="init")
for _name, _summary in COMMANDS.items():
    register(app, _name, _summary)
for _name, _summary in INIT_COMMANDS.items():
    register(init, _name, _summary)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the form Typer calls it in
    if wanted:
        typer.echo(f"ridealong {version('ridealong')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of `ridealong` itself."""


def main() -> None:
    """Entry point of the `ridealong` program."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status. No exception leaves it, and no traceback reaches the user."""
    try:
        status = _invoke(arguments)
        sys.stdout.flush()
    except RidealongError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the interpreter's last flush
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last handler: whatever it is, the user gets a sentence
        return _fail(_unexpected(error), 1)
    return status


def _invoke(arguments: Sequence[str]) -> int:
    """Typer itself reports usage errors (2), interruption (130) and the end of a pipe (1)."""
    command = typer.main.get_command(app)
    try:
        command.main(args=list(arguments), prog_name="ridealong")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _fail(sentence: str, status: int) -> int:
    typer.echo(f"Error: {sentence}", err=True)
    return status


def _unexpected(error: Exception) -> str:
    sentence = _in_short(error)
    try:
        return f"{sentence}\nThe details are in {_keep_details(error)}; please report them with that file."
    except OSError as unwritable:
        return f"{sentence}\nThe details could not be kept: {unwritable}."


def _in_short(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return f"This should not have happened: {type(error).__name__}: {str(error).partition(chr(10))[0]}"


def _keep_details(error: Exception) -> str:
    """Write the traceback to a file only its owner can read; the file's name."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="ridealong-", suffix=".log", delete=False
    ) as details:
        details.write(f"ridealong {version('ridealong')}: {' '.join(sys.argv[1:])}\n")
        traceback.print_exception(error, file=details)
    return details.name
