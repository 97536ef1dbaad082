"""Which text encoding a file of a feed is in, and that all of it can be read.

UTF-8 is what GTFS asks for. The encoding a user names is for the files that are not: one feed
may well have Latin-1 stops beside UTF-8 routes, so a file that is valid UTF-8 is read as UTF-8.
"""

import codecs
import lzma
import zipfile
import zlib
from functools import partial

from workers.errors import InputError
from workers.sources.gtfs.source import Source

_CHUNK_BYTES = 1 << 20
_UTF_8 = "utf-8-sig"  # without the byte order mark, if there is one
_READ_FAULTS = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,  # a compression method that Python does not have
    RuntimeError,  # an encrypted zip
)


def check_encoding(encoding: str) -> None:
    """Raise InputError for a name that is no text encoding."""
    try:
        codecs.getincrementaldecoder(encoding)
        "a".encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise InputError(f"there is no text encoding {encoding!r}; try latin-1", field="--encoding") from error


def encoding_of(source: Source, file: str, named: str | None) -> str:
    """UTF-8 if the file is that, else the named encoding. Reads the file once or twice, to the end.

    Raises InputError with file and line when it is neither, or damaged.
    """
    fault = _first_fault(source, file, _UTF_8)
    if fault is None:
        return _UTF_8
    if named is None:
        raise fault
    fault = _first_fault(source, file, named)
    if fault is None:
        return named
    raise fault


def _first_fault(source: Source, file: str, encoding: str) -> InputError | None:
    """Decode the whole file in chunks, so that later reading meets no surprise."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines_before = 0
    try:
        with source.open(file) as stream:
            for chunk in iter(partial(stream.read, _CHUNK_BYTES), b""):
                text = decoder.decode(chunk)
                if "\0" in text:
                    return _null_byte(file, lines_before + text[: text.index("\0")].count("\n") + 1)
                lines_before += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        return _undecodable(file, encoding, lines_before + _lines_until(error) + 1)
    except _READ_FAULTS as error:
        raise InputError(f"cannot be read from {source.path}: {error}", file=file) from error
    return None


def _lines_until(error: UnicodeError) -> int:
    return error.object[: error.start].count(b"\n") if isinstance(error, UnicodeDecodeError) else 0


def _undecodable(file: str, encoding: str, line: int) -> InputError:
    if encoding == _UTF_8:
        return InputError(
            "is not UTF-8: name the encoding with --encoding, for example --encoding latin-1", file=file, line=line
        )
    return InputError(f"is neither UTF-8 nor {encoding}: name another encoding with --encoding", file=file, line=line)


def _null_byte(file: str, line: int) -> InputError:
    return InputError(
        "has a null byte: the file is damaged, or in an encoding to be named with --encoding, for example utf-16",
        file=file,
        line=line,
    )
