"""The remedies of a decision: found side by side on what the plan left free."""

from collections.abc import Sequence

from contracts.unmatched import Remedy
from matcher.bonds.ties import Ties
from matcher.draft import Draft, Refused
from matcher.explain.remedies.change import Change
from matcher.explain.remedies.order import tried
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.saying import said
from matcher.explain.remedies.trial import run
from matcher.explain.remedies.unmet import Unmet
from matcher.journeys.journey import Journey
from matcher.ledger import Ledger
from matcher.state.decisions import LiveMatch


def add_remedies(ledger: Ledger, draft: Draft, ties: Ties) -> None:
    """Say with each new refusal of a draft what would help. `ledger.free` is what all its matches leave."""
    refused = [each for each in draft.refused if _may_be_helped(draft, ties, each)]
    unmet = [Unmet(each.item.request, each.reason, ties.not_before(each.item)) for each in refused]
    remedies = remedies_of(Residual(draft.state, ledger.bench, ledger.free), unmet)
    for each, remedy in zip(refused, remedies, strict=True):
        if remedy is not None:
            draft.add_remedy(each, remedy)


def remedies_of(residual: Residual, unmet: Sequence[Unmet]) -> list[Remedy | None]:
    """The smallest change of one field for each request that was refused; None = none is known."""

    def ask(asked: list[tuple[int, Change]]) -> list[Journey | None]:
        return residual.journeys([change.applied(unmet[number]) for number, change in asked])

    found = run([tried(residual, each) for each in unmet], ask)
    return [
        None if helps is None else said(residual, each.request, helps) for each, helps in zip(unmet, found, strict=True)
    ]


def _may_be_helped(draft: Draft, ties: Ties, refused: Refused) -> bool:
    """Not a parcel that is on its way already, nor one that travels only if others do, whose decisions would
    change with its own; nor anything before the area is published.
    """
    live = refused.item.live
    under_way = isinstance(live, LiveMatch) and live.has_begun
    return draft.state.settings is not None and not under_way and not ties.members(refused.item)
