"""Where what was fetched once is kept."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def cache_folder() -> Path:
    """Ridealong's folder in the user's cache."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ridealong"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cached(name: str, fill: Callable[[Path], None]) -> Path:
    """The folder of that name in the user's cache; the first time `fill` fills it.

    Processes that ask at the same time wait for one of them. A folder appears whole or not at all.
    """
    home = cache_folder()
    folder = home / name
    if folder.is_dir():
        return folder
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=home))
            try:
                fill(unfinished)
                unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder
