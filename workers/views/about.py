"""What a question is about, for adapters that have to fetch rows before it can be asked."""

from dataclasses import dataclass
from typing import Literal

Subject = Literal[
    "areas",
    "areas_with_parcel",
    "parcel",
    "trips_called",
    "manifest",
    "hub",
    "stream",
    "figures",
    "rejects",
    "reject",
]


@dataclass(frozen=True, slots=True)
class About:
    """The named question and what it names, in the order of its parameters; a cursor as partition, offset, ..."""

    subject: Subject
    named: tuple[str | int, ...] = ()
