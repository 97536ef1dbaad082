"""Where a feed's files lie: a zip or a folder, perhaps one folder further in, perhaps among junk."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from workers.errors import InputError

REQUIRED_FILES = ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
CALENDAR_FILES = ("calendar.txt", "calendar_dates.txt")
"""At least one of these."""

_DEEPEST_FOLDER = 3
_UNREADABLE_ZIP = (zipfile.BadZipFile, NotImplementedError, UnicodeError)

Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one feed by lower-case name; `path` is what the user named."""

    path: Path
    openers: Mapping[str, Opener]

    def has(self, file: str) -> bool:
        """Whether the feed has this file."""
        return file in self.openers

    def open(self, file: str) -> IO[bytes]:
        """Open a file of the feed for reading."""
        return self.openers[file]()

    def require_files(self) -> None:
        """Raise InputError naming each file without which there is no timetable."""
        missing = [file for file in REQUIRED_FILES if not self.has(file)]
        if not any(self.has(file) for file in CALENDAR_FILES):
            missing.append(" or ".join(CALENDAR_FILES))
        if missing:
            raise InputError(f"the feed has no {', no '.join(missing)}", file=str(self.path))


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a zip or folder. Raises InputError when it is neither, or has no GTFS files in it."""
    if _is_folder(path):
        yield Source(path, _feed_files(path, _folder_entries(path)))
        return
    with _open_zip(path) as archive:
        yield Source(path, _feed_files(path, _zip_entries(archive)))


def _is_folder(path: Path) -> bool:
    try:
        if path.exists():
            return path.is_dir()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    raise InputError("does not exist", file=str(path))


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _UNREADABLE_ZIP as error:
        raise InputError(f"is neither a folder nor a zip that can be read ({error})", file=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error


def _zip_entries(archive: zipfile.ZipFile) -> dict[PurePosixPath, Opener]:
    return {
        PurePosixPath(info.filename.replace("\\", "/")): partial(archive.open, info)
        for info in archive.infolist()
        if not info.is_dir()
    }


def _folder_entries(path: Path) -> dict[PurePosixPath, Opener]:
    found = [file for depth in range(_DEEPEST_FOLDER) for file in path.glob("*/" * depth + "*.[tT][xX][tT]")]
    return {PurePosixPath(file.relative_to(path).as_posix()): partial(_open_file, file) for file in found}


def _open_file(file: Path) -> IO[bytes]:
    return file.open("rb")


def _feed_files(path: Path, entries: Mapping[PurePosixPath, Opener]) -> dict[str, Opener]:
    """Keep the entries of the folder that is the feed."""
    real = {entry: opener for entry, opener in sorted(entries.items()) if not _is_junk(entry)}
    folder = _feed_folder(path, real)
    return {entry.name.lower(): opener for entry, opener in real.items() if entry.parent == folder}


def _is_junk(entry: PurePosixPath) -> bool:
    """What macOS and others leave behind: __MACOSX/._stops.txt, .DS_Store, .git."""
    return any(part == "__MACOSX" or part.startswith(".") for part in entry.parts)


def _feed_folder(path: Path, entries: Mapping[PurePosixPath, Opener]) -> PurePosixPath:
    folders = {entry.parent for entry in entries if entry.name.lower() in REQUIRED_FILES}
    if not folders:
        raise InputError(f"has no GTFS files in it ({', '.join(REQUIRED_FILES)})", file=str(path))
    depth = min(len(folder.parts) for folder in folders)
    outermost = sorted(str(folder) for folder in folders if len(folder.parts) == depth)
    if len(outermost) > 1:
        raise InputError(f"has several feeds in it ({', '.join(outermost)}): name one of them", file=str(path))
    return PurePosixPath(outermost[0])
