"""How much memory this process has needed so far."""

import resource
import sys

MIB_PER_MAXRSS = 1 / 1024 if sys.platform != "darwin" else 1 / 1024**2
"""What the system's `ru_maxrss` counts in: kilobytes, on macOS bytes."""


def peak_rss_mib() -> float:
    """The most resident memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MIB_PER_MAXRSS
