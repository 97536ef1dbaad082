"""Who owns a partition, as rows. Every function runs inside the caller's transaction."""

import sqlite3
from collections.abc import Collection, Iterable

from workers.errors import Fenced
from workers.log.lease import Lease
from workers.log.port import Ownership


def take(connection: sqlite3.Connection, partition: int, owner: str, lease: Lease) -> Ownership:
    """Raise the epoch: from here on nobody else can commit."""
    (epoch,) = connection.execute(
        "UPDATE ownership SET owner = ?, epoch = epoch + 1, lease_since_ms = ?, lease_ms = ?"
        " WHERE partition = ? RETURNING epoch",
        (owner, lease.since_ms, lease.length_ms, partition),
    ).fetchone()
    return Ownership(partition, owner, epoch)


def holders(connection: sqlite3.Connection, now_ms: int) -> dict[int, str]:
    """Each partition's owner, of those whose lease is running."""
    rows: Iterable[tuple[int, str, int, int]] = connection.execute(
        "SELECT partition, owner, lease_since_ms, lease_ms FROM ownership WHERE owner IS NOT NULL"
    )
    return {
        partition: owner for partition, owner, since_ms, length_ms in rows if Lease(since_ms, length_ms).running(now_ms)
    }


def vacant(connection: sqlite3.Connection, wanted: Collection[int], now_ms: int) -> list[int]:
    """Those of the wanted partitions without an owner whose lease is running."""
    return sorted(set(wanted) - holders(connection, now_ms).keys())


def renew(connection: sqlite3.Connection, ownership: Ownership, lease: Lease) -> bool:
    """Begin a new lease. False when the partition is no longer ours."""
    changed = connection.execute(
        "UPDATE ownership SET lease_since_ms = ?, lease_ms = ? WHERE partition = ? AND epoch = ?",
        (lease.since_ms, lease.length_ms, ownership.partition, ownership.epoch),
    )
    return changed.rowcount == 1


def release(connection: sqlite3.Connection, ownership: Ownership) -> None:
    """Leave the partition without owner; the epoch rises, so that we cannot commit either."""
    connection.execute(
        "UPDATE ownership SET owner = NULL, epoch = epoch + 1 WHERE partition = ? AND epoch = ?",
        (ownership.partition, ownership.epoch),
    )


def check(connection: sqlite3.Connection, ownership: Ownership) -> None:
    """Raises Fenced unless the epoch is still ours."""
    (epoch,) = connection.execute("SELECT epoch FROM ownership WHERE partition = ?", (ownership.partition,)).fetchone()
    if epoch != ownership.epoch:
        raise Fenced(ownership.partition, ownership.owner)
