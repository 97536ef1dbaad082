"""The question about rejected inputs: which there are, and which have been published again."""

from dataclasses import dataclass

from workers.views.rows import RejectRow, RetryRow


@dataclass(frozen=True, slots=True)
class Reject:
    """A rejected input: why, its retry if it was published again, and whether it is a retry itself."""

    row: RejectRow
    retry: RetryRow | None
    """The first one."""
    retry_of: str | None
    """The id of the rejection that it was the retry of."""
