"""What a check is, and what it yields."""

from collections.abc import Callable, Iterator

from matcher.verify.picture import Picture
from matcher.verify.record import Record
from matcher.verify.room import Room

Findings = Iterator[tuple[str, str]]
"""Pairs of the id of what is wrong and a sentence about it."""

Rule = Callable[[Picture], Findings]
"""What decisions have to keep by themselves, on the facts they are made on, and those they stand on."""
RoomCheck = Callable[[Room], Findings]
"""What they have to keep together."""
RecordCheck = Callable[[Record], Findings]
"""What each moment has to say, after all that was said and asked before."""
