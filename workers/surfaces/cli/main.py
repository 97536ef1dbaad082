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
    "up": "Run the service on a data directory",
    "plan": "Decide service dates of a feed offline",
    "compare": "Plan the same parcels under two freight.yaml files or timetables and show what changes",
    "export": "Write the log of a data directory as the files of a plan",
    "replay": "Show how things stood at a place of the log",
    "sample-parcels": "Write plausible parcels for a feed",
    "watch": "Watch decisions as they are made",
    "parcel": "Tell the whole story of a parcel",
    "manifest": "Show what a trip loads and unloads at each call",
    "verify": "Check a plan, or all that a service decided, against the events alone",
    "worker": "Run a worker on Kafka",
    "projector": "Run the projector on Kafka and Redis",
    "gateway": "Run the gateway on Kafka and Redis",
    "contracts": "Write the schemas and the event reference",
}
GROUPS = {
    "init": "Write files to start from",
    "rejects": "Look after inputs that could not be used",
    "views": "Look after the read model",
    "publish": "Tell a service what runs",
    "submit": "Hand parcels to a service",
    "topics": "Look after the topics on Kafka",
    "simulate": "Try plans against passengers as the forecast lets one expect them",
}
GROUP_COMMANDS = {
    "init freight": "Write a minimal freight.yaml for a feed",
    "rejects list": "List inputs that could not be used",
    "rejects show": "Show one of them with its content",
    "rejects retry": "Publish them again, where they belong",
    "views rebuild": "Make the read model anew from the log",
    "publish gtfs": "Publish service dates of a feed",
    "submit parcels": "Submit the parcels of a file",
    "topics apply": "Make or mend the topics on Kafka",
    "topics check": "Say in what the topics on Kafka differ from what they should be",
    "simulate passengers": "Draw passengers for a plan and count the trips that overflow",
    "simulate service-levels": "Plan at several service levels: parcels served, and overflow",
}

app = typer.Typer(
    name="ridealong",
    cls=LazyGroup,
    help="Parcels ride along on buses that already run.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
_groups = {
    name: typer.Typer(cls=LazyGroup, help=summary, no_args_is_help=True, rich_markup_mode=None)
    for name, summary in GROUPS.items()
}
for _name, _group in _groups.items():
    app.add_typer(_group, name=_name)
for _name, _summary in COMMANDS.items():
    register(app, _name, _summary)
for _name, _summary in GROUP_COMMANDS.items():
    _group_name, _, _command_name = _name.partition(" ")
    register(_groups[_group_name], _command_name, _summary)


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
