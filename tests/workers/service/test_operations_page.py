"""docs/operations.md is true: its tables are those of the code, its sentences are said, its examples work."""

import re
import shlex
from pathlib import Path

import pytest

from workers.metrics import FIGURES
from workers.settings import Settings, load_settings
from workers.surfaces.cli import lazy

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The table under a heading, without its head."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_of_figures_is_that_of_the_code() -> None:
    expected = [
        [f"`{figure.shown_name}`", figure.kind, ", ".join(f"`{label}`" for label in figure.labels), figure.help]
        for figure in FIGURES
    ]
    assert rows("Figures") == expected


def test_the_table_of_settings_is_that_of_the_code() -> None:
    expected = [
        [f"`{name}`", "" if field.default is None else f"`{field.default}`", field.description]
        for name, field in Settings.model_fields.items()
    ]
    assert rows("Settings") == expected


def test_every_sentence_of_the_limits_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "workers").rglob("*.py")))
    in_one_piece = re.sub(r'"\s*\n\s*f?"', "", code)
    quoted = [cell[1:-1] for _, _, cell in rows("Limits") if cell.startswith('"')]
    assert len(quoted) >= 9
    for sentence in quoted:
        for piece in filter(None, (part.strip(" .;,") for part in sentence.split("…"))):
            assert piece in in_one_piece, piece


@pytest.mark.parametrize("named", re.findall(r"`(ridealong_\w+)`", PAGE))
def test_every_figure_it_speaks_of_exists(named: str) -> None:
    assert named in {figure.shown_name for figure in FIGURES}


def test_the_example_settings_are_read() -> None:
    example = ROOT / "deploy/settings.toml"
    settings = load_settings({}, example)
    named = re.findall(r"^(\w+) = ", example.read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= Settings.model_fields.keys()
    assert settings == Settings(), "an example changes nothing that it does not speak of"


def test_the_systemd_unit_starts_the_service_and_leaves_it_time_to_end() -> None:
    text = (ROOT / "deploy/ridealong.service").read_text(encoding="utf-8")
    unit = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    words = shlex.split(unit["ExecStart"])
    assert Path(words[0]).name == "ridealong"
    assert words[1] == "up"
    assert lazy.load(["up"]).make_context("up", words[2:]).params["settings"] is not None
    assert float(unit["TimeoutStopSec"]) > Settings().drain_s + 5
    assert unit["KillMode"] == "mixed"
