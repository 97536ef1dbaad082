"""What is decided on a world as text, after it was verified."""

from matcher.verify import verify
from tests.matcher.deciding import decided
from tests.worlds.plan_text import plan_text
from tests.worlds.world import world


def said(text: str) -> str:
    """One line per parcel, as in `plan_text`."""
    facts = world(f"now 2026-11-22 12:00\nday 2026-11-23\n{text}")
    outputs = decided(facts)
    assert verify(facts.events, outputs) == []
    return plan_text(outputs)
