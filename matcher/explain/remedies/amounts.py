"""Less of it, or worth more: amounts change by the least unit that the contract knows."""

from functools import partial

from contracts.units import MAX_QUANTITY
from matcher.explain.remedies.change import Change, Field
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.trial import Found, Trial, bisected
from matcher.explain.remedies.unmet import Unmet


def smaller(field: Field, _: Residual, unmet: Unmet) -> Trial:
    """The largest amount of one dimension that helps; never none of it."""
    now = int(getattr(unmet.request, field.value))
    return (yield from bisected(now - 1, lambda index: Change(field, now - 1 - index)))


less_volume = partial(smaller, Field.VOLUME)
less_weight = partial(smaller, Field.WEIGHT)
fewer_pieces = partial(smaller, Field.PIECES)
shorter_side = partial(smaller, Field.LONGEST_SIDE)


def less_danger(_: Residual, unmet: Unmet) -> Trial:
    """The largest gross mass of dangerous goods that helps."""
    now = sum(danger.gross_g for danger in unmet.request.dangerous)
    return (yield from bisected(now - 1, lambda index: Change(Field.DANGEROUS_MASS, now - 1 - index)))


def worth_more(_: Residual, unmet: Unmet) -> Trial:
    """The least value that helps: a thousandth of a euro more than the cheapest journey costs."""
    (journey,) = yield [Change(Field.VALUE, MAX_QUANTITY)]
    if journey is None or journey.cost_millis < unmet.request.value_millis:
        return None
    return Found(Change(Field.VALUE, journey.cost_millis + 1), journey)
