"""A feed under the name it was given: ids of several feeds are told apart by that name.

With `--gtfs ret=FEED` every id of the feed reads `ret:id` in events. A single feed may go without
a name: its ids stay plain and its feed_id is `feed`, so that a newer file of it replaces its dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workers.errors import InputError
from workers.sources.gtfs.feed import Feed

UNNAMED = "feed"
"""The feed_id of a feed without a name. Not the file's name: that changes with every version."""


@dataclass(frozen=True, slots=True)
class SourceFeed:
    """A feed and the prefix of its ids."""

    feed_id: str
    prefix: str
    feed: Feed

    def wire_id(self, gtfs_id: str) -> str:
        """An id of this feed as events write it."""
        return self.prefix + gtfs_id

    def operator_id(self, agency_id: str) -> str:
        """An agency as events write it; the only agency of a feed may have no id and is called as the feed."""
        return self.wire_id(agency_id) if agency_id else self.feed_id


def source_feeds(feeds: Mapping[str | None, Feed]) -> tuple[SourceFeed, ...]:
    """The feeds by the name the user gave them; None = the only one, unnamed. Raises InputError."""
    if None in feeds and len(feeds) > 1:
        raise InputError("with several feeds each needs a name: --gtfs ID=FEED", field="--gtfs")
    return tuple(
        SourceFeed(UNNAMED, "", feed) if name is None else SourceFeed(name, f"{name}:", feed)
        for name, feed in feeds.items()
    )
