"""The places on the map of the first plan, coloured by what the second one changes for them."""

from dataclasses import dataclass

from workers.surfaces.comparison.comparison import Comparison, PlaceServed
from workers.surfaces.comparison.dumbbells import change_class, said_of
from workers.surfaces.report.drawing import WIDTH, base_path, dot_radius, fit, round_km
from workers.surfaces.report.labels import Label, Wanted, place_labels
from workers.surfaces.report.loads import trip_loads
from workers.surfaces.report.network import Node, build_network
from workers.surfaces.report.picture import compose

_ORDER = ("", "same", "never", "gained", "lost")
"""What lies on top comes last."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place."""

    x: float
    y: float
    radius: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class ChangeMap:
    """In units of the viewBox."""

    width: float
    height: float
    base: str
    spots: list[Spot]
    labels: list[Label]
    scale_km: int | None
    scale_width: float
    note: str


def change_map(comparison: Comparison) -> ChangeMap:
    """All places that the picture of the first plan shows."""
    facts = comparison.a.facts
    picture = compose(build_network(facts, trip_loads(facts)))
    height, scale, points = fit(picture)
    served = {place.stop_id: place for place in comparison.places}

    def css(node: Node) -> str:
        place = served.get(node.stop_id)
        return "" if place is None else change_class(place)

    nodes = sorted(picture.nodes, key=lambda node: (_ORDER.index(css(node)), node.weight))
    spots = [
        Spot(
            x=round(points[node.stop_id][0], 1),
            y=round(points[node.stop_id][1], 1),
            radius=dot_radius(node, 1.0),
            css=css(node),
            title=_title(node, served.get(node.stop_id)),
        )
        for node in nodes
    ]
    wanted = [
        Wanted(node.name, points[node.stop_id], dot_radius(node, 1.0), css(node), marked=True)
        for node in reversed(nodes)
        if node.stop_id in served
    ]
    km = None if picture.km_per_unit is None else round_km(140.0 / scale)
    return ChangeMap(
        width=WIDTH,
        height=height,
        base=base_path(picture.links, points),
        spots=spots,
        labels=place_labels(wanted, [], WIDTH, height),
        scale_km=km,
        scale_width=0.0 if km is None else round(km * scale, 1),
        note=picture.note,
    )


def _title(node: Node, place: PlaceServed | None) -> str:
    return f"{node.name}: {'nobody asked' if place is None else f'{said_of(place)} parcels travel'}"
