"""`ridealong contracts`: what other programs rely on, written from the models."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from contracts.asyncapi import asyncapi_document
from contracts.reference import event_reference
from contracts.schema import schemas
from workers.errors import RidealongError

_SCHEMAS = Path("contracts/schemas")


def contracts(
    *,
    out: Annotated[Path, typer.Option(help="Folder to write to, laid out as the repository is.", file_okay=False)],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a file there differs.")] = False,
) -> None:
    """Write the JSON Schemas, the AsyncAPI document and the event reference."""
    files = generated_files()
    drifted = [path for path, text in files.items() if not _holds(out / path, text)]
    if check and drifted:
        raise RidealongError(f"Not as the models say; run `make schemas`: {', '.join(map(str, drifted))}")
    for path in drifted:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(files[path], encoding="utf-8", newline="\n")
    done = "as the models say" if check else f"of which {len(drifted)} were new or different"
    typer.echo(f"{len(files)} files in {out}, {done}.")


def generated_files() -> dict[Path, str]:
    """Every generated file by its path below the repository's root."""
    documents = {**schemas(), "asyncapi.json": asyncapi_document(version("ridealong"))}
    return {
        **{
            _SCHEMAS / name: json.dumps(document, ensure_ascii=False, indent=2) + "\n"
            for name, document in documents.items()
        },
        Path("docs/events.md"): event_reference(),
    }


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
