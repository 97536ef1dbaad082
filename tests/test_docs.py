"""The documentation is true: its links lead somewhere, its commands parse, its examples are read, its lists are complete."""

import json
import re
import shlex
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from contracts.area import AreaPublished
from contracts.envelope import from_line
from contracts.event import KIND_OF_BODY
from contracts.examples import example_event
from contracts.reasons import Cause, RejectCode, Stopped, UnmatchedReason
from contracts.reference import event_reference, meanings
from workers.sources.findings import Findings
from workers.sources.freight.read import read_freight
from workers.sources.parcel_columns import COLUMNS
from workers.sources.parcels_csv import ParcelReader
from workers.surfaces.cli import lazy, main

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def fences(page: Path, *languages: str) -> Iterator[str]:
    return (body for language, body in FENCE.findall(text_of(page)) if language in languages)


def anchors(page: Path) -> set[str]:
    """Of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def command_lines(page: Path) -> Iterator[str]:
    for body in fences(page, "sh"):
        for line in body.splitlines():
            command = line.strip().removeprefix(".venv/bin/")
            if command.startswith("ridealong "):
                yield command


COMMAND_LINES = sorted({line for page in PAGES for line in command_lines(page)})


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", text_of(page))):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("line", COMMAND_LINES, ids=str)
def test_every_command_line_parses(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line, comments=True)[1:]
    for word in words:
        if Path(word).suffix in {".zip", ".yaml", ".csv"}:
            Path(word).touch()
    depth = 2 if words[0] in main.GROUPS else 1
    command = lazy.load(words[:depth])
    assert command.make_context(line, words[depth:]).params


def test_every_command_is_shown_in_a_guide_or_the_readme() -> None:
    shown = " ".join(COMMAND_LINES)
    for name in [*main.COMMANDS, *main.GROUP_COMMANDS]:
        assert f"ridealong {name}" in shown or name == "contracts", name


@each_page
def test_every_make_target_it_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", text_of(page), re.MULTILINE)
    assert {first or second for first, second in named} <= targets


@pytest.mark.parametrize("listed", [UnmatchedReason, RejectCode, Cause, Stopped])
def test_every_value_of_a_closed_list_has_a_meaning(listed: type[StrEnum]) -> None:
    assert list(meanings(listed)) == [str(value) for value in listed]
    for value, meaning in meanings(listed).items():
        assert f"| `{value}` | {meaning} |" in event_reference()


@pytest.mark.parametrize(
    ("guide", "listed"), [("shops", UnmatchedReason), ("control-room", RejectCode)], ids=["reasons", "codes"]
)
def test_a_guide_lists_exactly_the_values_there_are_in_their_order(guide: str, listed: type[StrEnum]) -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", text_of(ROOT / f"docs/guides/{guide}.md"), re.MULTILINE)
    assert rows == [str(value) for value in listed]


@each_page
def test_no_page_names_a_reason_or_code_that_does_not_exist(page: Path) -> None:
    known = {str(value) for listed in (UnmatchedReason, RejectCode, Stopped) for value in listed}
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", text_of(page)))
    assert {name for name in named if not name.startswith("RIDEALONG_")} <= known  # that is a setting


@each_page
def test_every_freight_yaml_it_shows_is_read(page: Path, tmp_path: Path) -> None:
    for number, example in enumerate(fences(page, "yaml")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(example, encoding="utf-8")
        assert read_freight(file).area in example


def test_the_parcels_csv_it_shows_is_read(tmp_path: Path) -> None:
    (example,) = fences(ROOT / "docs/guides/shops.md", "csv")
    file = tmp_path / "parcels.csv"
    file.write_text(example, encoding="utf-8")
    area = from_line(json.dumps(example_event(KIND_OF_BODY[AreaPublished]))).data
    assert isinstance(area, AreaPublished)
    reader = ParcelReader(area=area, place_of=str, distance_m=lambda _from, _to: 41_000.0)
    (parcel,) = reader.read(file, Findings())
    assert (parcel.parcel_id, parcel.pieces, parcel.ready_at.isoformat()) == ("P-0001", 1, "2026-11-23T06:30:00+02:00")


def test_the_guide_for_shops_lists_every_column() -> None:
    table = text_of(ROOT / "docs/guides/shops.md").partition("## The answer")[0]
    listed = {name for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert listed == set(COLUMNS)


def test_the_event_reference_is_what_the_models_say() -> None:
    assert text_of(ROOT / "docs/events.md") == event_reference()


def test_every_decision_is_in_the_index() -> None:
    index = text_of(ROOT / "docs/decisions/README.md")
    notes = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert notes[0] == "000-template.md"
    for number, note in enumerate(notes[1:], start=1):
        assert note.startswith(f"{number:03d}-")
        assert f"[{number:03d}]({note})" in index
        assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: \w+", text_of(ROOT / "docs/decisions" / note), re.MULTILINE)


def test_the_architecture_names_only_files_that_exist() -> None:
    named = re.findall(r"`((?:contracts|matcher|workers|tests|docs)/[\w/.]+)`", text_of(ROOT / "docs/architecture.md"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_picture_is_readable_on_light_and_dark_and_says_what_it_shows() -> None:
    picture = text_of(ROOT / "docs/overview.svg")
    assert "prefers-color-scheme: dark" in picture
    assert "<title" in picture
    assert "<desc" in picture
