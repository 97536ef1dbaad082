"""How things are called in Redis.

Several ids make one field or member as netstrings, `7:vidzeme,2:P1,`: whatever an id holds, no other
ids are written like that, and those with the same first ids begin alike. The scripts read and write
them too.
"""

from collections.abc import Iterable, Sequence

from contracts.topics import Topic

VERSION = 2
"""Of what is stored and of what it means. Another version lives under keys of its own."""

HASHES = (
    "mark",  # PARTITION/TOPIC -> POSITION DIGEST: how far it is applied
    "area",  # area -> row
    "place",  # area, stop_id -> row
    "publication",  # area, feed_id, service_date, publication_id -> [trips, told, marked, sealed]
    "in_force",  # area, feed_id, service_date -> MARKED PUBLICATION
    "trip",  # area, trip_key, feed_id, service_date, publication_id -> row
    "fact_at",  # PARTITION/OFFSET of a request or withdrawal -> area, parcel_id
    "live",  # area, parcel_id -> the decision with the highest revision: [partition, offset, revision, trips, stops]
    "plan",  # area -> row
    "reject",  # reject_id -> row
    "retry",  # TOPIC/PARTITION/OFFSET of the copy -> row
)
INDEXES = (
    "trip:of",  # area, feed_id, service_date, publication_id, trip_key, trip_id
    "trip:named",  # trip_key or trip_id, area, trip_key, feed_id, service_date, publication_id
    "replaced",  # area, feed_id, service_date, publication_id: its trips are still to be dropped
    "request",  # area, parcel_id + PARTITION OFFSET row
    "withdrawal",  # the same
    "decision",  # area, parcel_id + PARTITION OFFSET
    "parcel:named",  # parcel_id, area
    "due",  # area + due_at in 13 digits + parcel_id
    "age",  # area, parcel_id; the score is the instant of the oldest that is known of it
    "riding",  # trip_key or trip_id of a live leg, area, trip_key, parcel_id
    "waiting",  # stop_id of a live leg, area, parcel_id
    "reject:newest",  # reject_id; the score is when it was rejected
    "retry:of",  # reject_id + TOPIC/PARTITION/OFFSET of the copy
)
OTHERS = (
    "life",  # id -> a text that is another one after everything was forgotten
    "news",  # a stream of one entry, replaced whenever there are new decisions
)
# match:PARTITION is the stream of decisions, ids OFFSET-1 with the fields parcel (area, parcel_id) and row

_AFTER = "\x7f"
"""Comes after whatever goes on after ids: a digit or a letter."""


class Keys:
    """The keys of an app."""

    def __init__(self, app: str) -> None:
        self.prefix = f"{{{app}}}:{VERSION}:"

    def __call__(self, name: str) -> str:
        """The key of a hash, an index or another."""
        return self.prefix + name

    def match(self, partition: int) -> str:
        """The stream of a partition's decisions."""
        return f"{self.prefix}match:{partition}"

    @property
    def fixed(self) -> list[str]:
        """All but the streams of decisions."""
        return [self(name) for name in (*HASHES, *INDEXES, *OTHERS)]


def joined(*ids: str) -> str:
    """Ids as netstrings; lengths are in bytes of UTF-8."""
    text = ""
    for part in ids:
        text += f"{len(part) if part.isascii() else len(part.encode())}:{part},"
    return text


def split(text: str) -> list[str]:
    """The ids again."""
    left, ids, at = text.encode(), [], 0
    while at < len(left):
        colon = left.index(b":", at)
        end = colon + 1 + int(left[at:colon])
        ids.append(left[colon + 1 : end].decode())
        at = end + 1
    return ids


def beginning_with(start: str) -> tuple[str, str]:
    """The range of an index's members that begin so."""
    return f"[{start}", f"({start}{_AFTER}"


def mark_field(partition: int, topic: Topic) -> str:
    """Where a position stands in `mark`."""
    return f"{partition}/{topic}"


def due_member(area: str, due_at: int, parcel_id: str) -> str:
    """A request in `due`; within an area they stand by time."""
    return f"{joined(area)}{due_at:013d}{joined(parcel_id)}"


def chunks(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """So many at a time."""
    return (items[at : at + size] for at in range(0, len(items), size))
