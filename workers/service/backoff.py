"""How long to wait before starting again what has died."""

from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Twice as long after each death, up to a limit; from the start again for what had lived for a while."""

    first_s: float = 0.2
    longest_s: float = 30.0
    long_life_s: float = 60.0
    _next_s: float = 0.0

    def after(self, lived_s: float) -> float:
        """Seconds to wait after it died having lived so long."""
        pause = self.first_s if lived_s >= self.long_life_s else max(self._next_s, self.first_s)
        self._next_s = min(2 * pause, self.longest_s)
        return pause
