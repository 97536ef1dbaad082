"""Which fields are tried, by reason, the first that helps being the remedy.

First the field that the reason speaks of, then times, which cost a shipper least, then amounts, another
place, and what changes the deal itself. A field that only later rules ask about cannot help with an
earlier reason, so it is not tried: no other due date opens a stop that is closed whenever a bus calls.
"""

from collections.abc import Callable

from contracts.reasons import UnmatchedReason
from matcher.explain.remedies.amounts import (
    fewer_pieces,
    less_danger,
    less_volume,
    less_weight,
    shorter_side,
    worth_more,
)
from matcher.explain.remedies.goods import another_class
from matcher.explain.remedies.places import another_place
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.times import earlier_ready, later_due, shorter_gap
from matcher.explain.remedies.trial import Trial
from matcher.explain.remedies.unmet import Unmet

Way = Callable[[Residual, Unmet], Trial]

_LESS: tuple[Way, ...] = (less_volume, less_weight, fewer_pieces, shorter_side, less_danger)
_SIZE_FIRST: tuple[Way, ...] = (shorter_side, less_volume, less_weight, fewer_pieces)

WAYS: dict[UnmatchedReason, tuple[Way, ...]] = {
    UnmatchedReason.UNKNOWN_STOP: (another_place,),
    UnmatchedReason.NO_TIMETABLE: (later_due, earlier_ready),
    UnmatchedReason.NO_JOURNEY: (another_place,),
    UnmatchedReason.TOO_LARGE: (*_SIZE_FIRST, another_place),
    UnmatchedReason.HANDLING_NOT_OFFERED: (less_danger, another_class, another_place, *_SIZE_FIRST),
    UnmatchedReason.ZONE_CLOSED: (another_place, another_class, *_LESS),
    UnmatchedReason.STOP_CLOSED: (another_place, another_class, *_LESS),
    UnmatchedReason.CUT_OFF_MISSED: (earlier_ready, another_place, *_LESS, another_class),
    UnmatchedReason.DUE_TOO_EARLY: (later_due, earlier_ready, another_place, *_LESS, another_class),
    UnmatchedReason.TOO_LONG_ON_THE_WAY: (later_due, earlier_ready, another_class, another_place, *_LESS),
    UnmatchedReason.WAITS_FOR_PARCEL: (later_due, shorter_gap, another_place, *_LESS, another_class),
    UnmatchedReason.NOT_WORTH_ITS_COST: (worth_more, later_due, earlier_ready, *_LESS, another_place, another_class),
    UnmatchedReason.CAPACITY_SOLD_OUT: (later_due, earlier_ready, *_LESS, another_place, worth_more, another_class),
}
"""A reason that is not named has no remedy: nothing that one field says brings a withdrawn parcel back, and
the others of a consignment would have to be decided anew.
"""


def tried(residual: Residual, unmet: Unmet) -> Trial:
    """Each field in turn."""
    for way in WAYS.get(unmet.reason, ()):
        found = yield from way(residual, unmet)
        if found is not None:
            return found
    return None
