"""What asks for one journey: a parcel, or several that travel together."""

from dataclasses import dataclass

from contracts.parcel import ParcelRequested


@dataclass(frozen=True)
class Load:
    """Parcels that ask for the same in all but size, number and value."""

    parcels: tuple[ParcelRequested, ...]

    @property
    def first(self) -> ParcelRequested:
        """Any of them, for what they all ask for."""
        return self.parcels[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(parcel.parcel_id for parcel in self.parcels)

    def total(self, dimension: str) -> int:
        """Of all together."""
        return sum(getattr(parcel, dimension) for parcel in self.parcels)
