"""How much memory this process has needed so far."""

import resource
import sys


def peak_rss_mib() -> float:
    """The most resident memory so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2  # kilobytes, on macOS bytes
