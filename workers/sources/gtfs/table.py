"""One CSV table of a feed, row by row."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol, TypeAlias

from workers.errors import InputError
from workers.sources.findings import Findings
from workers.sources.gtfs.encoding import encoding_of
from workers.sources.gtfs.source import REQUIRED_FILES, Source

Row: TypeAlias = tuple[int, list[str]]
"""The line a row ends on, and its fields in the order asked for: stripped, "" when absent."""

_ROWS_PER_PROGRESS = 200_000


class CsvReader(Protocol):
    """What csv.reader returns."""

    @property
    def line_num(self) -> int:
        """Lines read so far."""

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Tables:
    """The CSV tables of one feed, and where to say what was noticed in them."""

    source: Source
    encoding: str | None
    findings: Findings
    on_progress: Callable[[str], None]

    def has(self, file: str) -> bool:
        """Whether the feed has this file."""
        return self.source.has(file)

    def rows(self, file: str, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
        """Read a table once. The fields come in the order `required`, then `optional`.

        Raises InputError for a file that is no CSV or text, and for a missing required column.
        """
        self.on_progress(f"reading {file}")
        encoding = encoding_of(self.source, file, self.encoding)
        with self.source.open(file) as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
            reader = csv.reader(text)
            try:
                yield from self._fields(file, reader, required, optional)
            except csv.Error as error:
                raise InputError(
                    f"cannot be read as CSV: {error}; is a closing quote missing?", file=file, line=reader.line_num
                ) from error

    def _fields(self, file: str, reader: CsvReader, required: Sequence[str], optional: Sequence[str]) -> Iterator[Row]:
        header = self._header(file, reader, required)
        if not header:
            return
        absent = len(header)  # where a row gets one more blank field, for the columns the file does not have
        pick = itemgetter(*(header.index(name) if name in header else absent for name in (*required, *optional)))
        line = reader.line_num
        for count, row in enumerate(reader, 1):
            if reader.line_num != line + 1:
                self._note_many_lines(file, line + 1)
            line = reader.line_num
            if row:
                if len(row) != len(header):
                    self._fit(file, line, row, len(header))
                row.append("")
                yield line, list(map(str.strip, pick(row)))
            if count % _ROWS_PER_PROGRESS == 0:
                self.on_progress(f"reading {file}: {count:,} rows")

    def _fit(self, file: str, line: int, row: list[str], width: int) -> None:
        """Cut or fill a row to the width of the header."""
        if len(row) > width:
            sentence = f"the row has {len(row)} fields but the header has {width}: what is beyond is ignored"
            self.findings.add(file, line, "ROW_TOO_LONG", sentence)
        row[width:] = [""] * (width - len(row))

    def _header(self, file: str, reader: CsvReader, required: Sequence[str]) -> list[str]:
        """The column names; none for an empty file that the feed could do without."""
        header = [name.strip().lstrip("\ufeff").strip().lower() for name in next(filter(None, reader), [])]
        if not any(header) and file not in REQUIRED_FILES:
            self.findings.add(file, None, "FILE_EMPTY", "the file is empty, without even a header")
            return []
        for name in required:
            if name not in header:
                raise InputError(_no_column(name, header), file=file, line=1)
        twice = {name for name in header if name and header.count(name) > 1}
        if twice:
            sentence = f"has the column {min(twice)} more than once: the first one is read"
            self.findings.add(file, 1, "COLUMN_TWICE", sentence)
        return header

    def _note_many_lines(self, file: str, line: int) -> None:
        self.findings.add(
            file, line, "ROW_OVER_LINES", "a quoted field runs on over the end of the line: is a closing quote missing?"
        )


def _no_column(name: str, header: Sequence[str]) -> str:
    if not any(header):
        return "the file is empty"
    return f"has no column {name}; its columns are: {', '.join(header)}"
