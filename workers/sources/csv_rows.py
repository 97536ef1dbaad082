"""The rows of parcels.csv as cells by column, before anyone looks at what they say."""

import csv
import difflib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from workers.errors import InputError


@dataclass(frozen=True, slots=True)
class CsvRow:
    """The line it starts on, its stripped cells by column, and whether it has as many as the header."""

    line: int
    cells: dict[str, str]
    whole: bool


def csv_rows(path: Path, columns: Collection[str], required: Collection[str]) -> Iterator[CsvRow]:
    """Read a UTF-8 file with a header, separated by commas, or by semicolons as some spreadsheets write it.

    Blank lines are passed over. Raises InputError for a file that is no such table, and for a wrong,
    double or missing column.
    """
    text = _text(path)
    first_line = text.partition("\n")[0]
    delimiter = ";" if ";" in first_line and "," not in first_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns, required, str(path))
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                named = dict(zip(header, map(str.strip, cells), strict=False))
                yield CsvRow(start, named, len(cells) == len(header))
            start = reader.line_num + 1
    except csv.Error as error:
        sentence = f"cannot be read as CSV: {error}; is a closing quote missing?"
        raise InputError(sentence, file=str(path), line=reader.line_num) from error


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=str(path)) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError("is not UTF-8; save it as CSV UTF-8.", file=str(path), line=line) from error


def _check_header(header: list[str], columns: Collection[str], required: Collection[str], file: str) -> None:
    if not any(header):
        raise InputError(f"has no header row; it begins with {','.join(columns)}.", file=file, line=1)
    for index, name in enumerate(header):
        if name not in columns:
            near = difflib.get_close_matches(name, columns, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(columns)}."
            raise InputError(f"there is no such column; {hint}", file=file, line=1, field=name or f"column {index + 1}")
        if name in header[:index]:
            raise InputError("the column is there twice.", file=file, line=1, field=name)
    for name in required:
        if name not in header:
            raise InputError("the column is missing.", file=file, line=1, field=name)
