"""A world, a plan for it that just keeps the rules, what breaks them and what does not."""

from dataclasses import dataclass

from tests.worlds.planting import Plant, Replacements


@dataclass(frozen=True)
class Scene:
    """`plants` are spoiled in one way each; `edges` change the world's text so that the plan is still right."""

    world: str
    plan: str
    plants: list[Plant]
    edges: list[Replacements]
