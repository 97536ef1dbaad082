"""What a command says while its user waits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape


@contextmanager
def waiting() -> Iterator[Callable[[str], None]]:
    """A line on the terminal that says what is being done; nothing where stderr is no terminal."""
    with Console(stderr=True).status("starting") as status:
        yield lambda what: status.update(escape(what))
