"""Writing the one file a command was asked for."""

from pathlib import Path

from workers.errors import InputError


def write(path: Path, text: str, *, overwrite: bool = False, hint: str = "") -> None:
    """Write a file in UTF-8. One that is there is kept: fine if it holds just that, else an InputError."""
    try:
        if not overwrite and path.exists():
            if path.read_bytes() == text.encode():
                return
            raise InputError(f"{path} is there already and is not overwritten{hint}.", field="--out")
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", field="--out") from error
