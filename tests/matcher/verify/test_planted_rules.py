"""Each rule of the road, broken in one way by the least amount: the verifier names exactly that."""

import pytest

from matcher.verify import verify
from tests.matcher.verify.scene import Scene
from tests.matcher.verify.scenes import SCENES
from tests.worlds.plan import plan
from tests.worlds.planting import Plant, Replacements
from tests.worlds.world import world


def replaced(text: str, replacements: Replacements) -> str:
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_plan_right_at_the_edge_is_clean(scene: Scene) -> None:
    told = world(scene.world)
    assert verify(told.events, plan(told, scene.plan)) == []


@pytest.mark.parametrize(
    ("scene", "facts"), [(scene, facts) for scene in SCENES.values() for facts in scene.edges], ids=str
)
def test_what_breaks_no_rule_is_not_accused(scene: Scene, facts: Replacements) -> None:
    told = world(replaced(scene.world, facts))
    assert verify(told.events, plan(told, scene.plan)) == []


@pytest.mark.parametrize(
    ("scene", "plant"),
    [
        pytest.param(scene, plant, id=f"{plant.check}: {plant.what}")
        for scene in SCENES.values()
        for plant in scene.plants
    ],
)
def test_a_planted_violation_is_named_and_nothing_else(scene: Scene, plant: Plant) -> None:
    told, made = plant.spoil(scene.world, scene.plan)
    assert {violation.check for violation in verify(told.events, made)} == {plant.check}
