"""Another handling class: of those that some place and some compartment offer."""

from collections.abc import Iterable

from matcher.explain.remedies.change import Change, Field
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.trial import Trial, first
from matcher.explain.remedies.unmet import Unmet
from matcher.journeys.network import Network


def another_class(residual: Residual, unmet: Unmet) -> Trial:
    """The first that helps: what its own class is carried as, then the others by name."""
    request, offered = unmet.request, _offered(residual.bench.network)
    carried_as = residual.bench.settings.goods_of(request.handling_class).offered_as
    names = sorted(offered - {request.handling_class}, key=lambda name: (name != carried_as, name))
    return (yield from first([Change(Field.HANDLING_CLASS, name) for name in names]))


def _offered(network: Network) -> frozenset[str]:
    """Kept in the network's cache."""
    known = network.cache.get("offered classes")
    if isinstance(known, frozenset):
        return known
    by_vehicles = _union(spec.handling_classes for spec in set(network.carriers))
    by_places = _union(place.handling_classes for place in network.places if place is not None)
    offered = network.cache["offered classes"] = by_vehicles & by_places
    return offered


def _union(classes: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*classes)
