"""docs/durability.md says what the code does: the same steps, in the same words, and every fault point."""

import inspect
import re
from pathlib import Path

from tests.crash.dying import ends_well
from workers.log.steps import FAULT_POINTS, Step
from workers.matching.commit import commit_batch

PAGE = (Path(__file__).parents[2] / "docs" / "durability.md").read_text(encoding="utf-8")
NUMBERED = re.compile(r"^(\d)\. (.+)$", re.MULTILINE)


def test_its_steps_are_those_of_the_code_in_the_same_words() -> None:
    said = NUMBERED.findall(PAGE)
    assert said == NUMBERED.findall(inspect.getdoc(commit_batch) or "")
    assert [int(number) for number, _ in said] == list(Step)


def test_every_step_has_a_chapter() -> None:
    chapters = re.findall(r"^### Step (\d): (\w+)$", PAGE, re.MULTILINE)
    assert chapters == [(str(step.value), step.name.lower()) for step in Step]


def test_every_fault_point_is_told_and_what_becomes_of_the_batch() -> None:
    rows = re.findall(r"^\| (before|after) (\d) (\w+) \| (yes|no) \|", PAGE, re.MULTILINE)
    assert rows == [
        (point.moment, str(point.step.value), point.step.name.lower(), "yes" if ends_well(point) else "no")
        for point in FAULT_POINTS
    ]


def test_the_tests_it_names_are_there() -> None:
    named = re.findall(r"^\| `(tests/[^`]+)` \|", PAGE, re.MULTILINE)
    assert len(named) > 3
    for path in named:
        assert (Path(__file__).parents[2] / path).exists(), path
