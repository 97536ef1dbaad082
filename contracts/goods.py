"""Goods: the classes an area knows, and limited quantities of dangerous goods.

Without a word about a class, every place and compartment on the way must offer it, at any time. Dangerous
goods are carried only where a trip offers a budget for them: by default none are. What may travel without
being under ADR in full is a package of limited quantities (ADR 3.4), at most 30 kg gross.
"""

from typing import Annotated

from pydantic import Field

from contracts.units import Body, Id, Quantity

HandlingClass = Annotated[str, Field(min_length=1, max_length=40)]
"""`ambient`, `chilled`, ...: what a place or compartment must offer and a parcel asks for."""

DangerClass = Annotated[str, Field(pattern=r"^[1-9](\.[1-6][A-S]?)?$", examples=["3", "4.1", "9"])]
"""Class or division of the UN model regulations."""

MOST_GROSS_G = 30_000
"""Of a package of limited quantities: ADR 3.4.2."""


class GoodsClass(Body):
    """What an area asks of the journeys of one handling class."""

    handling_class: HandlingClass
    """The class a parcel names."""
    excluded: bool = False
    """Not carried at all."""
    carried_as: HandlingClass | None = None
    """What places and compartments must offer for it; null = the class itself."""
    longest_outside_s: Quantity = 0
    """How long at a time it may wait at a place that does not offer it; 0 = it never does."""
    longest_total_s: Quantity | None = None
    """From hand-in to collection; null = not limited."""


class DangerBudget(Body):
    """How much of some dangerous classes a vehicle carries at any one time."""

    name: Id
    """For people; unique within the trip."""
    classes: Annotated[tuple[DangerClass, ...], Field(min_length=1)]
    """What counts in it. A parcel of a class that no budget of a trip names does not travel on it."""
    gross_g: Quantity
    """Gross mass on any segment, all parcels of these classes together."""


class Dangerous(Body):
    """Dangerous goods packed in limited quantities."""

    un_number: Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["1263"])]
    """Without the letters UN."""
    danger_class: DangerClass
    """Counts in every budget that names it."""
    packing_group: Annotated[str, Field(pattern=r"^(I|II|III)$")] | None = None
    """For people; null where the class has none."""
    gross_g: Annotated[int, Field(ge=1, le=MOST_GROSS_G)]
    """Of the package."""
