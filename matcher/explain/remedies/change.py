"""A change of one field of a request."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from matcher.explain.remedies.unmet import Unmet
from matcher.state.parcels import Request


class Field(StrEnum):
    """The fields of a request that a remedy may change, as the contract names them."""

    DUE_AT = "due_at"
    READY_AT = "ready_at"
    VOLUME = "volume_ml"
    WEIGHT = "weight_g"
    PIECES = "pieces"
    LONGEST_SIDE = "longest_side_mm"
    HANDLING_CLASS = "handling_class"
    DANGEROUS_MASS = "dangerous.gross_g"
    VALUE = "value_millis"
    AFTER_GAP = "after_gap_s"
    ORIGIN = "origin_stop_id"
    DESTINATION = "destination_stop_id"


@dataclass(frozen=True, slots=True)
class Change:
    """What a field becomes; instants in seconds since 1970."""

    field: Field
    to: str | int

    def applied(self, unmet: Unmet) -> Unmet:
        """What would be asked for with it. Only for a request that stands for one parcel."""
        request, not_before = unmet.request, unmet.not_before
        if self.field == Field.AFTER_GAP and isinstance(self.to, int):
            not_before -= request.after_gap_s - self.to
        return replace(unmet, request=self._changed(request), not_before=not_before)

    def _changed(self, request: Request) -> Request:
        match self.field, self.to:
            case Field.ORIGIN, str(to):
                return replace(request, origin=to)
            case Field.DESTINATION, str(to):
                return replace(request, destination=to)
            case Field.DANGEROUS_MASS, int(to):
                return replace(request, dangerous=tuple(replace(danger, gross_g=to) for danger in request.dangerous))
            case Field.VOLUME, int(to):
                return replace(request, volume_ml=to, largest_volume_ml=to)
            case Field.WEIGHT, int(to):
                return replace(request, weight_g=to, largest_weight_g=to)
            case field, to:
                named: dict[str, Any] = {field.value: to}
                return replace(request, **named)
