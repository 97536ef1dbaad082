"""The state of one area: the fold of its events and of its own past decisions."""

from dataclasses import dataclass, field
from hashlib import blake2b

from matcher.state.decisions import LiveDecision
from matcher.state.parcels import Parcel
from matcher.state.places import Place, Zone
from matcher.state.settings import Settings
from matcher.state.timetable import Timetable


@dataclass(slots=True)
class AreaState:
    """Everything a decision may depend on, but for the time.

    Only `matcher.evolve` changes it. Until `area.published` has come, `settings` is None and no
    stop counts as published.
    """

    area: str
    settings: Settings | None = None
    places: dict[str, Place] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    timetable: Timetable = field(default_factory=Timetable)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    decisions: dict[str, LiveDecision] = field(default_factory=dict)
    plans: int = 0
    """Number of the newest plan."""
    decided_at: int | None = None
    """When the newest decision was made; decisions never go back in time."""
    place_ids: list[str] = field(default_factory=list)
    """Stop ids by the number the timetable's columns use."""
    place_numbers: dict[str, int] = field(default_factory=dict)
    facts_version: int = 0
    """Rises when settings, places or zones change."""
    cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What decisions derived from the facts and may use again: no part of the fold, lost without harm."""
    _seen: dict[tuple[str, str], set[bytes]] = field(default_factory=dict)

    def place_number(self, stop_id: str) -> int:
        """The number of a stop id, published or not."""
        number = self.place_numbers.get(stop_id)
        if number is None:
            number = self.place_numbers[stop_id] = len(self.place_ids)
            self.place_ids.append(stop_id)
        return number

    def note_decided_at(self, instant: int) -> None:
        """A decision was published that was made at that instant."""
        self.decided_at = instant if self.decided_at is None else max(self.decided_at, instant)

    def is_repeat(self, entity: tuple[str, str], source: str, event_id: str) -> bool:
        """Whether this act of publishing about an entity was folded before; remembers that it is now."""
        digest = blake2b(f"{source}\0{event_id}".encode(), digest_size=16).digest()
        seen = self._seen.setdefault(entity, set())
        if digest in seen:
            return True
        seen.add(digest)
        return False
