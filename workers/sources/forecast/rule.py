"""What an offer of freight.yaml says under `passengers:`."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from contracts.trip import Compartment

DIMENSIONS = ("volume_ml", "weight_g", "pieces")
"""Of a compartment, in the order of the contract."""


@dataclass(frozen=True, slots=True)
class PerPassenger:
    """What one passenger takes of a compartment: luggage, prams, wheelchairs. None = nothing of it.

    In thousandths of the wire unit, so that one pram in five passengers is 200 thousandths of a piece.
    """

    volume_ml: int | None = None
    weight_g: int | None = None
    pieces: int | None = None

    def taken(self, dimension: str, passengers: int) -> int | None:
        """Of a dimension by so many passengers, in its wire unit, rounded up; None = it is not theirs."""
        thousandths = getattr(self, dimension)
        return None if thousandths is None else -(-thousandths * passengers // 1000)


@dataclass(frozen=True, slots=True)
class PassengerRule:
    """How much an offer keeps free for passengers.

    The promise, for every trip: with a probability of at least `service_level` there is no segment on
    which parcels and what passengers bring take more of a compartment than the vehicle has. It holds
    however the loads of the stretches of a trip hang together; with `together` only if the trip is
    equally full on all of them, by its own standards.
    """

    line: int
    """Of the service level."""
    field: str
    forecast: str
    """The file, as seen from the folder of freight.yaml."""
    service_level: Fraction
    together: bool
    assumed: bool
    """Nobody has measured what passengers bring."""
    per_passenger: Mapping[str, PerPassenger]
    """By the name of the compartment."""

    def needs(self, compartment: Compartment, passengers: int) -> dict[str, int]:
        """What so many passengers need of a compartment, by the dimensions that are theirs."""
        each = self.per_passenger.get(compartment.name)
        if each is None:
            return {}
        taken = {dimension: each.taken(dimension, passengers) for dimension in DIMENSIONS}
        return {dimension: amount for dimension, amount in taken.items() if amount is not None}

    def stretch_level(self, stretches: int) -> Fraction:
        """The level at which each stretch of a trip is reserved: the trip's misses shared out evenly.

        The chances of misses add up at most, however they hang together; `together` they are one chance.
        """
        if self.together:
            return self.service_level
        return 1 - (1 - self.service_level) / max(stretches, 1)
