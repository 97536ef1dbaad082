"""The state of one area: the fold of its events and of its own past decisions."""

from dataclasses import dataclass, field

from matcher.state.bonds import Bonds
from matcher.state.decisions import LiveDecision
from matcher.state.parcels import Parcel, Stub
from matcher.state.places import Place, Zone
from matcher.state.seen import Seen
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
    stubs: dict[str, Stub] = field(default_factory=dict)
    """What is left of parcels that are over, by parcel id."""
    bonds: Bonds = field(default_factory=Bonds)
    """Which parcels speak of one another."""
    requests: int = 0
    """How many requests have come."""
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
    touched: set[str] = field(default_factory=set, compare=False, repr=False)
    """Parcels that something was folded about, or forgotten, since the agenda was last brought up to date."""
    folded: int = 0
    """How many events changed it; repeats and facts of others do not count."""
    looked_at: int | None = None
    """Up to when what is over was forgotten, seconds since 1970."""
    seen: Seen = field(default_factory=Seen)

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
