"""Whether a plan keeps every rule, from the events alone.

Nothing here is shared with what made the plan: the facts are folded once more, plainly, and each
rule has a check of its own in `checks/`.
"""

from matcher.verify.verify import verify
from matcher.verify.violation import Violation

__all__ = ["Violation", "verify"]
