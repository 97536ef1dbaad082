"""The picture in pixels: strokes, dots and labels for the template to write as SVG."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workers.surfaces.report.labels import Label, Wanted, place_labels
from workers.surfaces.report.layout import Point
from workers.surfaces.report.network import Link, Node, Service
from workers.surfaces.report.picture import Picture, is_marked
from workers.surfaces.report.wording import kilograms, litres, parcels, percent

WIDTH = 1000.0
_MARGIN = 60.0
_MIN_HEIGHT, _MAX_HEIGHT = 420.0, 820.0
_CROWDED, _CROWDED_SHRINK = 150, 0.6
"""With more marked places than this, dots are drawn smaller."""

LOAD_CLASSES = ((0.95, "full"), (0.8, "high"), (0.5, "half"), (0.0, "low"))
"""Lower bound of the share used -> how a link is coloured."""
DOT_CLASSES = {
    Service.SERVED: "served",
    Service.NOT_SERVED: "unserved",
    Service.NOT_ASKED: "quiet",
    Service.NO_PARCELS: "closed",
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A loaded link, beside the middle line on the side on which one drives."""

    path: str
    css: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A place."""

    x: float
    y: float
    radius: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in units of the viewBox, `width` by `height`."""

    width: float
    height: float
    base: str
    """All links, as one path."""
    strokes: list[Stroke]
    dots: list[Dot]
    labels: list[Label]
    scale_km: int | None
    scale_width: float
    note: str


def draw(picture: Picture, names: Mapping[str, str]) -> Drawing:
    """Lay a picture out on the page; `names` are those of all places, drawn or not."""
    height, scale, points = fit(picture)
    strokes = _strokes(picture.links, points, names)
    shrink = _CROWDED_SHRINK if sum(map(is_marked, picture.nodes)) > _CROWDED else 1.0
    dots = [_dot(node, points[node.stop_id], shrink) for node in sorted(picture.nodes, key=lambda node: node.weight)]
    lines = [(points[link.origin], points[link.destination]) for link in picture.links if link.parcels > 0]
    wanted = [
        Wanted(node.name, points[node.stop_id], dot_radius(node, shrink), dot_class(node), is_marked(node))
        for node in sorted(picture.nodes, key=lambda node: (node.weight, node.name), reverse=True)
    ]
    scale_km = None if picture.km_per_unit is None else round_km(140.0 / scale)
    return Drawing(
        width=WIDTH,
        height=height,
        base=base_path(picture.links, points),
        strokes=strokes,
        dots=dots,
        labels=place_labels(wanted, lines, WIDTH, height),
        scale_km=scale_km,
        scale_width=0.0 if scale_km is None else round(scale_km * scale, 1),
        note=picture.note,
    )


def fit(picture: Picture) -> tuple[float, float, dict[str, Point]]:
    """The height of the page, the pixels per unit, and each place in pixels."""
    if not picture.positions:
        return _MIN_HEIGHT, 1.0, {}
    xs = [x for x, _ in picture.positions.values()]
    ys = [y for _, y in picture.positions.values()]
    across, down = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    inside = WIDTH - 2 * _MARGIN
    height = min(max(inside * down / across + 2 * _MARGIN, _MIN_HEIGHT), _MAX_HEIGHT)
    scale = min(inside / across, (height - 2 * _MARGIN) / down)
    left = (WIDTH - across * scale) / 2 - min(xs) * scale
    top = (height - down * scale) / 2 - min(ys) * scale
    points = {name: (left + x * scale, top + y * scale) for name, (x, y) in picture.positions.items()}
    return height, scale, points


def base_path(links: Iterable[Link], points: Mapping[str, Point]) -> str:
    """All links as one path, each once whatever its direction."""
    pairs = dict.fromkeys(tuple(sorted((link.origin, link.destination))) for link in links)
    return "".join(f"M{_at(points[one])}L{_at(points[other])}" for one, other in pairs)


def _strokes(links: Sequence[Link], points: Mapping[str, Point], names: Mapping[str, str]) -> list[Stroke]:
    """The least loaded first, so that the fullest lie on top."""
    most = max((link.volume_ml for link in links), default=0)
    loaded = sorted((link for link in links if link.parcels > 0), key=lambda link: (link.share, link.volume_ml))
    return [
        _stroke(
            link,
            points[link.origin],
            points[link.destination],
            most,
            link_title(link, names[link.origin], names[link.destination]),
        )
        for link in loaded
    ]


def _stroke(link: Link, start: Point, end: Point, most: int, title: str) -> Stroke:
    width = round(2.0 + 6.0 * math.sqrt(link.volume_ml / most if most else 0.0), 1)
    length = math.dist(start, end) or 1.0
    aside = width / 2 + 0.8
    right = (-(end[1] - start[1]) / length * aside, (end[0] - start[0]) / length * aside)
    path = f"M{_at((start[0] + right[0], start[1] + right[1]))}L{_at((end[0] + right[0], end[1] + right[1]))}"
    return Stroke(path, load_class(link.share), width, title)


def load_class(share: float) -> str:
    """The colour class of a share used."""
    return next(css for bound, css in LOAD_CLASSES if share >= bound)


def link_title(link: Link, origin: str, destination: str) -> str:
    """What a reader sees on pointing at a link."""
    carried = f"{parcels(link.parcels)}, {litres(link.volume_ml)}, {kilograms(link.weight_g)}"
    fullest = f"the fullest of {link.trips} trips is {percent(link.share)} full" if link.share > 0 else "not limited"
    return f"{origin} → {destination}: {carried}; {fullest}"


def dot_radius(node: Node, shrink: float) -> float:
    """Larger for a place that more parcels use."""
    if not is_marked(node):
        return 2.6 * shrink
    return round(shrink * (3.8 + min(5.0, 0.9 * math.sqrt(node.requested + node.changes))), 1)


def dot_class(node: Node) -> str:
    """The classes of a place's dot and name."""
    return DOT_CLASSES[node.service] + (" hub" if node.hub else "")


def _dot(node: Node, point: Point, shrink: float) -> Dot:
    asked = (
        f"{node.matched} of {node.requested} parcels from or to here travel" if node.requested else node.service.value
    )
    changes = f"; {parcels(node.changes)} change trips here" if node.changes else ""
    title = f"{node.name}: {asked}{changes}"
    return Dot(round(point[0], 1), round(point[1], 1), dot_radius(node, shrink), dot_class(node), title)


def round_km(km: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 ... that is not more; at least 1."""
    step = 10 ** math.floor(math.log10(max(km, 1.0)))
    return int(max(factor * step for factor in (1, 2, 5) if factor * step <= max(km, 1.0)))


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
