"""Names beside the dots: as many as fit without covering a dot or another name, the foremost first."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.surfaces.report.layout import Point

MAX_LABELS = 70
_HEIGHT = 14.0
_ASCENT = 11.0
_LETTER_WIDTH = 6.9
_BOLD_LETTER_WIDTH = 7.5
_DISTANCES = (4.0, 14.0, 24.0)
_STEP = 5.0
"""Pixels between the points that stand for a line."""

_Box = tuple[float, float, float, float]
"""left, top, right, bottom"""
_NOWHERE: _Box = (-1.0, -1.0, -1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that would like to stand beside a dot."""

    text: str
    point: Point
    radius: float
    css: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A name where it stands."""

    x: float
    y: float
    anchor: str
    text: str
    css: str


def place_labels(
    wanted: Sequence[Wanted], lines: Sequence[tuple[Point, Point]], width: float, height: float
) -> list[Label]:
    """Of the sides of its dot at which a name covers nothing, each gets one that is early and crosses few lines."""
    dots = [_around(each.point, each.radius + 1.0 if each.marked else 2.0) for each in wanted]
    taken = np.array([*dots, *[_NOWHERE] * MAX_LABELS])
    on_lines = _points_of(lines)
    labels: list[Label] = []
    for each in wanted:
        if len(labels) == MAX_LABELS:
            break
        free = [
            (_inside(on_lines, box) + number, number, label, box)
            for number, (label, box) in enumerate(_options(each))
            if box[0] >= 2 and box[2] <= width - 2 and box[1] >= 2 and box[3] <= height - 2
            if not _covers(box, taken)
        ]
        if free:
            *_, label, box = min(free, key=lambda option: option[:2])
            taken[len(wanted) + len(labels)] = box
            labels.append(label)
    return labels


def _options(wanted: Wanted) -> Iterator[tuple[Label, _Box]]:
    """Close to the dot first; farther off for a dot among others."""
    for distance in _DISTANCES:
        yield from _sides(wanted, wanted.radius + distance)


def _sides(wanted: Wanted, gap: float) -> Iterator[tuple[Label, _Box]]:
    """Right, left, above, below, then the corners."""
    width = len(wanted.text) * (_BOLD_LETTER_WIDTH if "hub" in wanted.css else _LETTER_WIDTH)
    slant = gap * 0.7
    x, y = wanted.point
    for label_x, label_y, anchor, left in (
        (x + gap, y + 4.5, "start", x + gap),
        (x - gap, y + 4.5, "end", x - gap - width),
        (x, y - gap - 1.0, "middle", x - width / 2),
        (x, y + gap + 10.0, "middle", x - width / 2),
        (x + slant, y - slant, "start", x + slant),
        (x - slant, y - slant, "end", x - slant - width),
        (x + slant, y + slant + 9.0, "start", x + slant),
        (x - slant, y + slant + 9.0, "end", x - slant - width),
    ):
        top = label_y - _ASCENT
        label = Label(round(label_x, 1), round(label_y, 1), anchor, wanted.text, wanted.css)
        yield label, (left, top, left + width, top + _HEIGHT)


def _points_of(lines: Sequence[tuple[Point, Point]]) -> NDArray[np.float64]:
    """Points along the lines, close enough that none passes a name unseen."""
    pieces = [np.zeros((0, 2))]
    for start, end in lines:
        count = max(2, math.ceil(math.dist(start, end) / _STEP))
        pieces.append(np.linspace(start, end, count))
    return np.concatenate(pieces)


def _inside(points: NDArray[np.float64], box: _Box) -> int:
    left, top, right, bottom = box
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((x > left) & (x < right) & (y > top) & (y < bottom)))


def _around(point: Point, radius: float) -> _Box:
    return (point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def _covers(box: _Box, taken: NDArray[np.float64]) -> bool:
    left, top, right, bottom = box
    beside = (taken[:, 2] <= left) | (taken[:, 0] >= right) | (taken[:, 3] <= top) | (taken[:, 1] >= bottom)
    return not bool(beside.all())
