"""Who else is decided on when some are: a bond makes the decision on one depend on that on another."""

from collections.abc import Sequence

from matcher.agenda import Item
from matcher.bonds.ties import Ties


def with_dependents(ties: Ties, items: Sequence[Item]) -> list[Item]:
    """The parcels to decide on: these, those whose bonds no longer hold, and all that depend on one of them.

    Their matches are given up, and who waits for room is looked at for what that gives back.
    """
    if not ties.state.bonds.in_use:
        return list(items)
    found = {item.request.parcel_id: item for item in items}
    queue = [*items, *_no_longer_held(ties)]
    while queue:
        item = queue.pop()
        found.setdefault(item.request.parcel_id, item)
        more = [*ties.dependents(item), *_given_room(ties, item)]
        queue += [each for each in more if each.request.parcel_id not in found]
    ties.agenda.look_at.update(found)
    first = [item.request.parcel_id for item in items]
    return [found[parcel_id] for parcel_id in [*first, *sorted(found.keys() - set(first))]]


def _no_longer_held(ties: Ties) -> list[Item]:
    """Of the matches to look at that stand by themselves."""
    agenda, kept = ties.agenda, ties.ledger.kept
    matched = [agenda.matched[name][0] for name in sorted(agenda.look_at) if name in agenda.matched and name in kept]
    return [item for item in matched if not ties.hold(item)]


def _given_room(ties: Ties, item: Item) -> list[Item]:
    """Give up the match of a parcel, if it has one; returns who waits for such room."""
    if item.request.parcel_id not in ties.ledger.kept:
        return []
    ties.ledger.release(item.request.parcel_id, ties.agenda)
    return [ties.agenda.unmatched[name] for name in sorted(ties.agenda.sold_out)]
