"""The machine code that numba keeps beside the matcher's sources, and when it is too old to be used.

Numba compiles a function anew when its own file has changed. But what it compiled holds the functions of other
files, too, and of those it knows nothing: after an update of one of them the old code would go on deciding.
"""

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path


def drop_outdated(folder: Path | None = None) -> None:
    """Remove all machine code of a package (default: the matcher) if any is older than a source of any.

    Before the first use in a process. Where nothing may be removed nothing was written either.
    """
    package = _matcher() if folder is None else folder
    indexes = list(package.rglob("__pycache__/*.nbi"))
    sources = {index.parents[1] / f"{index.name.partition('.')[0]}.py" for index in indexes}
    changed = max((source.stat().st_mtime for source in sources if source.exists()), default=0.0)
    if any(index.stat().st_mtime < changed for index in indexes):
        for file in package.rglob("__pycache__/*.nb[ci]"):
            with suppress(OSError):  # another process was faster
                file.unlink()


def _matcher() -> Path:
    spec = find_spec("matcher")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("matcher")
    return Path(spec.origin).parent
