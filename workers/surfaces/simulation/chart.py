"""The curve of served parcels and overflow against the service level, as an SVG picture."""

from collections.abc import Sequence
from html import escape

from workers.surfaces.simulation.service_levels import LevelOutcome
from workers.surfaces.simulation.terminal import level_text, share

_WIDTH, _HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 30, 46, 66
_STYLE = """
    text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1f2933; }
    .small { font-size: 12.5px; fill: #52606d; }
    .grid { stroke: #d5dbe1; stroke-width: 1; }
    .curve { fill: none; stroke: #2f8f6b; stroke-width: 2.5; }
    .dot { fill: #2f8f6b; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e4e7eb; } .small { fill: #a9b4c0; } .grid { stroke: #3e4c59; }
      .curve { stroke: #4fb38d; } .dot { fill: #4fb38d; }
    }
"""


def chart(outcomes: Sequence[LevelOutcome], title: str) -> str:
    """Parcels served at each level, evenly spaced, with the overflow each plan had below it."""
    points = [(_across(index, len(outcomes)), _down(outcome), outcome) for index, outcome in enumerate(outcomes)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points)
    told = "; ".join(f"{level_text(each)}: {each.served} of {each.parcels} served" for each in outcomes)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="title about">',
        f'  <title id="title">{escape(title)}</title>',
        f'  <desc id="about">Parcels served by service level. {escape(told)}.</desc>',
        f"  <style>{_STYLE}  </style>",
        f'  <text x="{_LEFT}" y="22">{escape(title)}</text>',
        *_grid(),
        f'  <path class="curve" d="{path}"/>',
        *(_point(x, y, outcome) for x, y, outcome in points),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _across(index: int, number: int) -> float:
    inside = _WIDTH - _LEFT - _RIGHT
    return _LEFT + inside * (index + 0.5) / number


def _down(outcome: LevelOutcome) -> float:
    return _at_share(outcome.served / outcome.parcels if outcome.parcels else 0.0)


def _at_share(served: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * served


def _grid() -> list[str]:
    lines = []
    for percent in (0, 25, 50, 75, 100):
        y = _at_share(percent / 100)
        lines.append(f'  <line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>')
        lines.append(f'  <text class="small" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{percent} %</text>')
    lines.append(f'  <text class="small" x="{_LEFT - 8}" y="{_HEIGHT - 40}" text-anchor="end">level</text>')
    lines.append(f'  <text class="small" x="{_LEFT - 8}" y="{_HEIGHT - 18}" text-anchor="end">overflow</text>')
    return lines


def _point(x: float, y: float, outcome: LevelOutcome) -> str:
    return "\n".join(
        [
            f'  <circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
            f'  <text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{outcome.served}</text>',
            f'  <text class="small" x="{x:.1f}" y="{_HEIGHT - 40}" text-anchor="middle">{level_text(outcome)}</text>',
            f'  <text class="small" x="{x:.1f}" y="{_HEIGHT - 18}" text-anchor="middle">{share(outcome.overflow.planned)}</text>',
        ]
    )
