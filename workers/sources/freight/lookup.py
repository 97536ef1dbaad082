"""Finds what freight.yaml names in the feeds; what is not there is an error with its line."""

import difflib
from collections.abc import Container, Iterable, Mapping

from workers.errors import InputError
from workers.sources.freight.model import Named
from workers.sources.freight.source_feed import SourceFeed


def wire_ids(feeds: Iterable[SourceFeed], gtfs_id: str, known: Container[str]) -> list[str]:
    """Which known ids a user may mean: the id as events write it, else each feed's own id of that name."""
    if gtfs_id in known:
        return [gtfs_id]
    return [wire_id for feed in feeds if (wire_id := feed.wire_id(gtfs_id)) in known]


def find(named: Named, what: str, feeds: Iterable[SourceFeed], names: Mapping[str, str], file: str) -> str:
    """The wire id of a stop, route or agency (`what`); `names` by wire id. Raises InputError."""
    found = wire_ids(feeds, named.id, names)
    if not found:
        raise not_here(named, f"the feed has no {what} {named.id!r}{_nearest(named.id, names)}", file)
    if len(found) > 1:
        raise not_here(named, f"several feeds have the {what} {named.id!r}: write {' or '.join(found)}", file)
    return found[0]


def not_here(named: Named, sentence: str, file: str) -> InputError:
    """The error about a name, ready to be raised."""
    return InputError(f"{sentence}.", file=file, line=named.line, field=named.field)


def _nearest(wanted: str, names: Mapping[str, str]) -> str:
    of_that_name = [wire_id for wire_id, name in names.items() if name == wanted]
    near = of_that_name or difflib.get_close_matches(wanted, names, n=1)
    return f"; the nearest is {near[0]} ({names[near[0]]})" if near else ""
