"""Where places stand in the picture: on a map where coordinates are known, else in a schematic.

The schematic is the same for the same network: stress majorization (SMACOF) of the hop distances,
started from classical scaling, component by component; nothing in it is random.
"""

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
"""x to the right, y down."""

_ROUNDS = 300
_SETTLED = 1e-4


def map_positions(points: Mapping[str, tuple[float, float]]) -> dict[str, Point]:
    """(lat, lon) in kilometres from the middle, without visible distortion for a region."""
    if not points:
        return {}
    middle_lat = sum(lat for lat, _ in points.values()) / len(points)
    km_per_degree = 111.2
    east = km_per_degree * math.cos(math.radians(middle_lat))
    return {name: (lon * east, -lat * km_per_degree) for name, (lat, lon) in points.items()}


def fill_in(positions: dict[str, Point], edges: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """Put each place without a position in the middle of its neighbours that have one."""
    around: dict[str, list[str]] = {}
    for one, other in edges:
        around.setdefault(one, []).append(other)
        around.setdefault(other, []).append(one)
    filled = dict(positions)
    missing = [name for name in around if name not in filled]
    while missing:
        found = {
            name: _middle([filled[near] for near in around[name] if near in filled])
            for name in missing
            if any(near in filled for near in around[name])
        }
        if not found:
            break
        filled.update(found)
        missing = [name for name in missing if name not in filled]
    return filled


def schematic_positions(names: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """Positions in which neighbours are about 1 apart; components side by side, the largest first."""
    around: dict[str, set[str]] = {name: set() for name in names}
    for one, other in edges:
        around[one].add(other)
        around[other].add(one)
    positions: dict[str, Point] = {}
    shelf = _Shelf()
    for component in _components(names, around):
        points = _component_points(component, around)
        offset = shelf.place(points)
        for name, point in zip(component, points + offset, strict=True):
            positions[name] = (float(point[0]), float(point[1]))
    return positions


class _Shelf:
    """Rows of components: the first sets the width, the others fill rows below it."""

    def __init__(self) -> None:
        self._x = self._y = self._row_height = 0.0
        self._width: float | None = None

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """The offset that puts a component, its corner at 0, into the next free space."""
        width, height = points.max(axis=0)
        if self._width is None:
            self._width = max(float(width), 4.0)
        elif self._x > 0 and self._x + width > self._width:
            self._x, self._y, self._row_height = 0.0, self._y + self._row_height + 1.0, 0.0
        offset = np.array([self._x, self._y])
        self._x += float(width) + 1.0
        self._row_height = max(self._row_height, float(height))
        return offset


def _components(names: Sequence[str], around: Mapping[str, set[str]]) -> list[list[str]]:
    """Connected places together, the largest component first."""
    seen: set[str] = set()
    components = []
    for name in names:
        if name not in seen:
            reached = list(_hops(name, around))
            seen.update(reached)
            components.append(reached)
    return sorted(components, key=lambda component: -len(component))


def _hops(start: str, around: Mapping[str, set[str]]) -> dict[str, int]:
    hops = {start: 0}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for near in sorted(around[name]):
            if near not in hops:
                hops[near] = hops[name] + 1
                queue.append(near)
    return hops


def _component_points(component: Sequence[str], around: Mapping[str, set[str]]) -> NDArray[np.float64]:
    """Points with their bounding box at 0, the longer side across."""
    if len(component) == 1:
        return np.zeros((1, 2))
    hops = [_hops(name, around) for name in component]
    distances = np.array([[row[name] for name in component] for row in hops], dtype=np.float64)
    points = _upright(_majorize(_classical(distances), distances))
    points -= points.min(axis=0)
    return points


def _classical(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling: the two strongest axes of the centred squared distances."""
    count = len(distances)
    centring = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * centring @ (distances**2) @ centring)
    strongest = np.sqrt(np.maximum(values[-2:], 0.0))
    points: NDArray[np.float64] = vectors[:, -2:] * strongest
    # Places that coincide would never part: nudge each by its number, off any line.
    turn = np.arange(count) * 2.4
    return points + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])


def _majorize(points: NDArray[np.float64], distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower the stress, the sum of ((apart - hops) / hops)^2, until it hardly moves."""
    np.fill_diagonal(distances, 1.0)
    weights = distances**-2
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    solve = np.linalg.pinv(laplacian)
    for _ in range(_ROUNDS):
        apart = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
        pull = np.where(apart > 0, weights * distances / np.maximum(apart, 1e-9), 0.0)
        moved: NDArray[np.float64] = solve @ ((np.diag(pull.sum(axis=1)) - pull) @ points)
        shift = float(np.abs(moved - points).max())
        points = moved
        if shift < _SETTLED:
            break
    return points


def _upright(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the longest extent across the page, the first place to the upper left."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned: NDArray[np.float64] = centred @ axes[:, ::-1]
    first = turned[0]
    turned *= np.where(first > 0, -1.0, 1.0)
    return turned


def _middle(points: Sequence[Point]) -> Point:
    return (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
