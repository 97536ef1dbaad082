"""A sum whose parts change one at a time."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sum:
    """Integers by parcel id, and what they add up to."""

    parts: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def put(self, parcel_id: str, part: int) -> None:
        """Replace a parcel's part; 0 = it has none."""
        self.total += part - self.parts.pop(parcel_id, 0)
        if part != 0:
            self.parts[parcel_id] = part
